// Links of a text as numbered notes when it is printed.
(() => {
  "use strict";
  const { all, make, canonical, base, address } = window.gongbaoPage;

  // Links on paper: a number after each, and the addresses below the text.
  let notes = [];
  addEventListener("beforeprint", () => {
    all(".document .text").forEach((text) => {
      const list = make("ol", "link-notes");
      const numbers = {};
      all("a[href]", text).forEach((link) => {
        const written = link.getAttribute("href");
        if (written[0] === "#" || link.matches(".printed-page")) return;
        const to = canonical || !/^file:/.test(base) ? address(written) : written.replace(/^(\.\.\/)+/, "");
        if (!numbers[to]) numbers[to] = list.appendChild(make("li", "", decodeURI(to))) && list.children.length;
        link.after(notes[notes.push(make("sup", "link-number", "[" + numbers[to] + "]")) - 1]);
      });
      if (list.children.length) notes.push(text.appendChild(list));
    });
  });
  addEventListener("afterprint", () => { notes.forEach((note) => note.remove()); notes = []; });
})();
