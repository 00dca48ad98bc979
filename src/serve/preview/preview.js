// Belongs to the preview alone: keeps the page as its sources are, where the reader is in it, and shows
// what is wrong. No built page has it.
(() => {
  "use strict";
  const own = document.currentScript;
  const [pages, theme, scripts, found] = own.dataset.versions.split(" ").map(Number);
  let seen = { run: Number(own.dataset.run), pages, theme, scripts, found };
  const address = location.pathname.replace(/\/$/, "/index.html").slice(1);
  const read = (text) => new DOMParser().parseFromString(text, "text/html");
  const stamp = (page) => (/ data-page="([0-9a-f]+)"[^>]*><\/script>$/.exec(page) || [])[1];

  // The place in the page, across a reload: that of the first paragraph in sight, else of the page.
  const KEY = "gongbao-preview " + location.pathname;
  const keepPlace = () => {
    const mark = Array.from(document.querySelectorAll("main [id]")).find((at) => {
      const box = at.getBoundingClientRect();
      return box.height > 0 && box.bottom > 0 && box.height < innerHeight;
    });
    const place = { x: scrollX, y: scrollY };
    if (mark && scrollY > 0) Object.assign(place, { id: mark.id, top: mark.getBoundingClientRect().top });
    try { sessionStorage.setItem(KEY, JSON.stringify(place)); } catch (e) { /* the browser's own memory has to do */ }
  };
  const findPlace = () => {
    let place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch (e) { /* nothing was kept */ }
    if (!place) return;
    history.scrollRestoration = "manual";
    const go = () => {
      const mark = place.id && document.getElementById(place.id);
      const y = mark ? scrollY + mark.getBoundingClientRect().top - place.top : place.y;
      scrollTo({ left: place.x, top: y, behavior: "instant" });
    };
    go();
    // Styles and pictures move what is below them, and a reader who scrolls by now is left alone.
    let moved = false;
    const stop = () => { moved = true; };
    ["wheel", "touchstart", "keydown", "pointerdown"].forEach((kind) => addEventListener(kind, stop, { once: true, passive: true }));
    addEventListener("load", () => {
      if (!moved) go();
      setTimeout(() => { history.scrollRestoration = "auto"; }, 0);
    }, { once: true });
  };
  const reload = () => { keepPlace(); location.reload(); };
  findPlace();

  // The page as it was sent, to see what differs in a new one. It is fetched when there is time: the
  // preview remembers it.
  let sent = null;
  const fetchPage = async () => {
    const response = await fetch(location.pathname + location.search, { cache: "no-store" });
    return response.text();
  };
  const remember = async () => {
    try {
      const page = await fetchPage();
      if (stamp(page) === own.dataset.page) sent = read(page);
    } catch (e) { /* then a change reloads the page */ }
  };

  // What differs, as pairs of an element of the old page and one of the new that have the same tag and
  // whose children are to be changed. Null where blocks came, went or moved, or the head changed: scripts
  // of the theme have to see these.
  const differences = (old, now, pairs) => {
    if (old.isEqualNode(now)) return pairs;
    if (old.tagName !== now.tagName || old.id !== now.id || old.tagName === "SCRIPT") return null;
    const names = (element) => Array.from(element.attributes, (one) => one.name + "=" + one.value).join("\n");
    const same = names(old) === names(now);
    const [before, after] = [old.childNodes, now.childNodes];
    const alike = before.length === after.length && Array.from(before).every((child, index) =>
      child.nodeType === after[index].nodeType && child.nodeName === after[index].nodeName &&
      (child.nodeType === 1 || child.nodeValue === after[index].nodeValue));
    if (same && alike) {
      for (let index = 0; index < before.length; index += 1) {
        if (before[index].nodeType === 1 && !differences(before[index], after[index], pairs)) return null;
      }
      return pairs;
    }
    if (old.querySelector("[id], script, button, input") || now.querySelector("[id], script, button, input")) return null;
    pairs.push([old, now]);
    return pairs;
  };
  // The element of the page on the screen that one of the page as sent became.
  const shown = (element) => {
    if (element.tagName === "BODY") return document.body;
    if (element.id) return document.getElementById(element.id);
    const parent = shown(element.parentNode);
    return parent && parent.children[Array.prototype.indexOf.call(element.parentNode.children, element)];
  };
  const attributes = (from, to) => {
    Array.from(to.attributes).forEach((one) => { if (!from.hasAttribute(one.name)) to.removeAttribute(one.name); });
    Array.from(from.attributes).forEach((one) => to.setAttribute(one.name, one.value));
  };
  // Changes the words that differ, and nothing else. Tells whether that was possible.
  const mend = (now) => {
    if (!sent) return false;
    const head = (page) => Array.from(page.head.querySelectorAll("link, script[src], style"), (one) => one.outerHTML).join("\n");
    if (head(sent) !== head(now)) return false;
    const script = now.body.querySelector("script[data-run]:last-of-type");
    const before = sent.body.querySelector("script[data-run]:last-of-type");
    if (script) script.remove();
    if (before) before.remove();
    const pairs = differences(sent.body, now.body, []);
    const changes = pairs && pairs.map(([old, next]) => [shown(old), next, old]);
    // What a script of the theme has changed is not what was sent, and is left to a reload.
    if (!changes || !changes.every(([here, , old]) => here && here.isEqualNode(old))) return false;
    changes.forEach(([here, next]) => {
      attributes(next, here);
      here.replaceChildren(...Array.from(next.childNodes, (child) => document.importNode(child, true)));
    });
    document.title = now.title;
    sent = now;
    return true;
  };

  const refresh = async () => {
    const page = await fetchPage();
    const next = stamp(page);
    if (next && next === own.dataset.page) return;
    const now = read(page);
    if (!mend(now)) return reload();
    own.dataset.page = next;
  };

  // Styles are changed under the page: the old ones go when the new ones are there.
  const restyle = (version) => {
    document.querySelectorAll("link[rel~=stylesheet]").forEach((link) => {
      const to = new URL(link.href);
      if (to.origin !== location.origin || link.dataset.leaving) return;
      to.searchParams.set("v", version);
      const next = link.cloneNode();
      next.href = to.href;
      link.dataset.leaving = "";
      next.onload = next.onerror = () => link.remove();
      link.after(next);
    });
  };

  // What this page cannot do here, said where it would be done, in the place of what its script says.
  if (own.dataset.note) {
    const note = document.createElement("p");
    note.className = "notice";
    note.setAttribute("role", "status");
    note.textContent = own.dataset.note;
    const [form, failed] = [document.getElementById("search"), document.querySelector(".search-failed > p")];
    if (form) form.after(note);
    if (failed) failed.hidden = true;
  }

  // The panel, in a room of its own, so that it and the theme cannot spoil each other.
  const host = document.createElement("div");
  host.id = "gongbao-preview";
  const room = host.attachShadow({ mode: "open" });
  const make = (tag, className, words) => {
    const element = document.createElement(tag);
    element.className = className || "";
    if (words) element.textContent = words;
    return element;
  };
  const style = make("link");
  style.rel = "stylesheet";
  style.href = "/_preview/preview.css";
  const panel = make("section", "panel");
  panel.hidden = true;
  panel.id = "panel";
  const list = make("ol", "list");
  const note = make("p", "note");
  const heading = make("h2", "heading");
  heading.tabIndex = -1;
  const close = make("button", "close", "×");
  close.type = "button";
  const more = make("p", "more");
  const proof = make("p", "proof");
  const proofLink = proof.appendChild(make("a"));
  proofLink.href = "/_preview/issue.html";
  const button = make("button", "badge");
  button.type = "button";
  button.setAttribute("aria-controls", "panel");
  const status = make("p", "status");
  status.setAttribute("role", "status");
  panel.append(heading, close, note, list, more, proof);
  room.append(style, panel, button, status);
  document.body.append(host);

  const narrow = matchMedia("(max-width: 40em)");
  let words = {};
  let opened = false;
  // What the reader closed stays closed until something else is wrong.
  const CLOSED = "gongbao-preview closed";
  const remembered = () => { try { return sessionStorage.getItem(CLOSED); } catch (e) { return null; } };
  let known = "";
  const open = (on, byHand) => {
    opened = on;
    panel.hidden = !on;
    button.setAttribute("aria-expanded", on);
    if (byHand) {
      try { sessionStorage.setItem(CLOSED, on ? "" : known); } catch (e) { /* asked again on the next page */ }
      if (on) heading.focus();
      else if (!button.hidden) button.focus();
    }
    room_below();
  };
  // The end of the page can be scrolled to above the panel.
  const room_below = () => {
    const height = button.hidden && panel.hidden ? 0 : (opened ? panel.offsetHeight : button.offsetHeight) + 16;
    document.documentElement.style.setProperty("scroll-padding-bottom", height ? height + "px" : "");
    host.style.height = height + "px";
  };
  button.onclick = () => open(!opened, true);
  close.onclick = () => open(false, true);
  panel.onkeydown = (event) => { if (event.key === "Escape") open(false, true); };
  addEventListener("resize", room_below);
  style.onload = () => room_below();

  const finding = (one) => {
    const item = make("li", one.severity);
    const title = item.appendChild(make("p", "message", one.message));
    title.prepend(make("span", "code", one.label + "[" + one.code + "]"), " ");
    const place = item.appendChild(make("p", "place"));
    const link = place.appendChild(make("a", "edit", one.file + (one.line ? ":" + one.line + ":" + one.column : "")));
    link.href = one.edit;
    link.title = words.preview_edit;
    link.setAttribute("aria-label", words.preview_edit + " " + link.textContent);
    if (one.here) place.append(" ", make("span", "here", words.preview_here));
    if (one.source) {
      const line = item.appendChild(make("pre", "source"));
      line.tabIndex = 0;
      line.append(make("span", "line", String(one.line).padStart(4) + " "), one.source[0]);
      line.append(make("mark", "", one.source[1] || " "), one.source[2]);
    }
    if (one.help) item.appendChild(make("p", "help", one.help));
    return item;
  };
  const showFound = async () => {
    const response = await fetch("/_preview/found.json?page=" + encodeURIComponent(decodeURIComponent(address)), { cache: "no-store" });
    const all = await response.json();
    words = all.words;
    panel.setAttribute("aria-label", words.preview_panel);
    close.setAttribute("aria-label", words.preview_close);
    heading.textContent = words.preview_panel;
    note.textContent = all.stale ? words.preview_stale : "";
    note.hidden = !all.stale;
    more.textContent = all.more;
    proofLink.textContent = words.preview_proof;
    more.hidden = !all.more;
    list.replaceChildren(...all.found.map(finding));
    const before = known;
    known = all.found.map((one) => one.code + one.file + one.message).join("\n");
    button.className = "badge " + (all.errors ? "error" : "warning");
    button.textContent = all.summary;
    const nothing = all.errors + all.warnings === 0;
    button.hidden = nothing;
    if (before && nothing) say(all.summary);
    else if (!nothing && known !== before && before !== "") say(all.summary);
    if (nothing) open(false);
    else if (known !== before) open(all.errors > 0 && !narrow.matches && remembered() !== known);
    else room_below();
  };
  let silence = 0;
  const say = (text) => {
    status.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => { status.textContent = ""; }, 4000);
  };

  // One change after the other, the newest wins.
  let busy = false;
  let waiting = null;
  const hear = async (now) => {
    waiting = now;
    if (busy) return;
    busy = true;
    while (waiting) {
      const next = waiting;
      waiting = null;
      try {
        await take(next);
      } catch (e) {
        // The preview went away; when it is back it tells what is true then.
      }
    }
    busy = false;
  };
  const take = async (now) => {
    const anew = now.run !== seen.run;
    if (now.scripts !== seen.scripts && !anew) return reload();
    if (now.theme !== seen.theme || anew) restyle(now.run + "-" + now.theme);
    if (now.pages !== seen.pages || anew) await refresh();
    if (now.pages !== seen.pages || now.found !== seen.found || anew) await showFound();
    seen = now;
    document.documentElement.dataset.previewVersion = [now.pages, now.theme, now.scripts, now.found].join(" ");
  };

  // A page that nobody looks at holds no connection: browsers allow few.
  let events = null;
  let away = 0;
  const listen = () => {
    if (document.visibilityState === "hidden") {
      if (events) events.close();
      events = null;
      return;
    }
    if (events) return;
    events = new EventSource("/_preview/events");
    events.onmessage = (message) => {
      clearTimeout(away);
      away = 0;
      if (status.textContent === words.preview_away) status.textContent = "";
      hear(JSON.parse(message.data));
    };
    events.onerror = () => {
      if (!away) away = setTimeout(() => { status.textContent = words.preview_away || ""; }, 2500);
      // Some browsers give up after a refusal.
      if (events && events.readyState === 2) {
        events = null;
        setTimeout(listen, 1000);
      }
    };
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => { if (events) events.close(); events = null; });
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  listen();
  showFound().catch(() => {});
  if (document.readyState === "complete") remember();
  else addEventListener("load", () => { remember(); }, { once: true });
})();
