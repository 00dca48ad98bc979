// What every page can do for its reader: elder mode and reading aloud. Without this script all is there.
var gongbaoPage = (() => {
  "use strict";
  const one = (selector, from) => (from || document).querySelector(selector);
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const html = document.documentElement;
  const make = (tag, className, words) => {
    const element = document.createElement(tag);
    element.className = className;
    if (words) element.textContent = words;
    if (tag === "button") element.type = "button";
    return element;
  };

  // Says something to everyone: a line that shows for a while and is read out.
  const said = document.body.appendChild(make("p", "said"));
  said.setAttribute("role", "status");
  let silence = 0;
  const say = (words) => {
    said.textContent = words;
    clearTimeout(silence);
    silence = setTimeout(() => { said.textContent = ""; }, 6000);
  };

  // Elder mode and reading aloud
  const elder = one("[data-elder]");
  if (elder) {
    const show = () => elder.setAttribute("aria-pressed", html.classList.contains("elder"));
    show();
    elder.onclick = () => {
      const on = html.classList.toggle("elder") ? "on" : "off";
      try { localStorage.setItem("gongbao-elder", on); } catch (e) { /* lasts for this tab */ }
      window.name = on === "on" ? "gongbao-elder" : "";
      show();
    };
  }
  const aloud = one("[data-aloud]");
  const load = (name, then) => {
    const script = make("script", "");
    script.src = one("script[src$='page.js']").src.replace(/page\.js$/, name);
    script.onload = then;
    document.head.appendChild(script);
  };
  const readAloud = (from) => {
    if (window.gongbaoAloud) return window.gongbaoAloud.start(from);
    load("aloud.js", () => window.gongbaoAloud.start(from));
  };
  if (aloud) aloud.onclick = () => readAloud(null);

  // The address of a place, as others can use it: that of the published site where it is known.
  const canonical = one("link[rel=canonical]");
  const base = (canonical ? canonical.href : location.href).replace(/#.*/, "");
  const address = (href) => new URL(href, base).href;

  return { one, all, make, say, load, readAloud, canonical, base, address };
})();
