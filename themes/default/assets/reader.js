// What the page of a document can do for its reader besides: copying, and contents that follow the
// scroll. Without this script the text is all there.
(() => {
  "use strict";
  const { one, all, make, say, load, readAloud, canonical, base, address } = window.gongbaoPage;

  // The words that a search found
  if (one("[data-found]") && /[?&]q=/.test(location.search)) load("marks.js");

  // The contents follow the scroll: a heading counts from when it has passed the upper third.
  const entries = all(".outline a");
  if (entries.length && window.IntersectionObserver) {
    const headings = entries.map((entry) => document.getElementById(decodeURIComponent(entry.hash.slice(1))));
    const passed = new Set();
    const follow = (changes) => {
      changes.forEach((change) => passed[change.isIntersecting ? "add" : "delete"](change.target));
      let current = -1;
      headings.forEach((heading, index) => { if (passed.has(heading)) current = index; });
      entries.forEach((entry, index) => {
        if (index === current) entry.setAttribute("aria-current", "true"); else entry.removeAttribute("aria-current");
      });
      const box = one(".outline");
      if (current < 0 || box.scrollHeight <= box.clientHeight) return;
      const place = entries[current].offsetTop;
      if (place < box.scrollTop || place > box.scrollTop + box.clientHeight - 60) box.scrollTop = place - box.clientHeight / 2;
    };
    const observer = new IntersectionObserver(follow, { rootMargin: "9999999px 0px -66% 0px" });
    headings.forEach((heading) => { if (heading) observer.observe(heading); });
  }

  const box = one(".cite");
  if (!box) return;
  const [copyWord, copied, failed, linkWord, citeWord, aloudWord, handleWord] = box.dataset.words.split("|");

  // Copying works from a disk too: the old way where the new one is refused, and words to pick up by
  // hand where both are.
  const copy = (words, near) => {
    const byHand = () => {
      const field = make("textarea", "by-hand");
      field.value = words;
      field.readOnly = true;
      field.setAttribute("aria-label", failed);
      near.after(field);
      field.select();
      if (document.execCommand("copy")) {
        field.remove();
        near.focus();
        say(copied);
      } else {
        say(failed);
        field.onblur = () => field.remove();
      }
    };
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(words).then(() => say(copied), byHand);
  };
  const copyButton = (place, label, words) => {
    const button = place.appendChild(make("button", "copy", copyWord));
    button.setAttribute("aria-label", label);
    button.onclick = () => copy(words(), button);
  };

  // The box that says how to cite, and the table of facts
  const [cited, citedPages] = all(".cite-text > span", box);
  const citation = (pages) => {
    const form = citedPages.dataset.pages;
    return cited.textContent + (pages ? form.replace("{pages}", pages) : citedPages.textContent);
  };
  const permanent = one(".cite-address a", box);
  if (!canonical && !/^file:/.test(base)) permanent.textContent = permanent.href;
  copyButton(citedPages.parentNode, citeWord, () => citation());
  copyButton(permanent.parentNode, linkWord, () => canonical ? permanent.textContent : permanent.href);
  const facts = one(".side");
  copyButton(facts, copyWord + " " + facts.getAttribute("aria-label"), () =>
    all(".facts tr", facts).map((row) => all("th, td", row).map((cell) => cell.innerText.trim().replace(/\s+/g, " ")).join("\t")).join("\n"));

  // One quiet handle for all paragraphs: it stands beside the one under the pointer, and for the
  // keyboard it is one stop, from which the arrow keys go from paragraph to paragraph.
  const text = one(".text");
  const blocks = text ? all("p, li, h2, h3, h4, h5, h6, .table, .enclosure", text).filter((block) => block.id) : [];
  if (!blocks.length) return;
  const tools = make("div", "handle");
  const handle = tools.appendChild(make("button", "", "¶"));
  const menu = tools.appendChild(make("div", "handle-menu"));
  let block = null;
  const open = (on) => { menu.hidden = !on; handle.setAttribute("aria-expanded", on); };
  const stand = (at) => {
    if (at === block) return;
    if (block) block.classList.remove("held");
    block = at;
    open(false);
    tools.style.top = at.getBoundingClientRect().top - text.parentNode.getBoundingClientRect().top + "px";
    handle.setAttribute("aria-label", handleWord + (at.innerText || "").trim().slice(0, 24));
  };
  // The printed pages that a paragraph stands on, by the marks before and within it.
  const pagesOf = (at) => {
    const first = /\d+/.exec(citedPages.textContent);
    let page = first ? first[0] : "";
    let last = page;
    all(".printed-page", text).forEach((mark) => {
      if (mark.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING) page = last = mark.textContent;
      else if (at.contains(mark) && !at.matches(".enclosure")) last = mark.textContent;
    });
    return page && last !== page ? page + "–" + last : page;
  };
  const choice = (words, act) => {
    menu.appendChild(make("button", "", words)).onclick = () => {
      open(false);
      act();
      // The button is gone: the keyboard goes on from the handle.
      if (tools.contains(document.activeElement)) handle.focus();
    };
  };
  choice(linkWord, () => copy(address("#" + block.id), handle));
  choice(citeWord, () => copy(citation(pagesOf(block)), handle));
  if (window.speechSynthesis) choice(aloudWord, () => readAloud(block));
  open(false);
  stand(blocks[0]);
  text.before(tools);
  text.addEventListener("mouseover", (event) => {
    const at = event.target.closest("[id]:not(.printed-page, sup)");
    if (menu.hidden && blocks.includes(at)) stand(at);
  });
  handle.onclick = () => { open(menu.hidden); if (!menu.hidden) menu.firstChild.focus(); };
  handle.onfocus = () => {
    if (!handle.matches(":focus-visible")) return;
    const seen = (at) => at.getBoundingClientRect().bottom > 0;
    stand(block && seen(block) && block.getBoundingClientRect().top < innerHeight ? block : blocks.find(seen) || blocks[0]);
    block.classList.add("held");
  };
  handle.onblur = () => block.classList.remove("held");
  tools.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !menu.hidden) { open(false); handle.focus(); }
    if (!step || !menu.hidden) return;
    event.preventDefault();
    stand(blocks[Math.max(0, Math.min(blocks.length - 1, blocks.indexOf(block) + step))]);
    block.classList.add("held");
    block.scrollIntoView({ block: "nearest" });
  };
})();
