// Marks the words that a search found (?q=…, once for each) in the document that it leads to, and
// leads from one place to the next. Loaded by reader.js when something was searched.
(function () {
  "use strict";
  var own = document.querySelector("[data-found]");
  if (!window.URLSearchParams || !location.search) return;
  var sought = new URLSearchParams(location.search).getAll("q").map(bare).filter(Boolean);
  var whole = document.querySelector("article.document");
  if (!sought.length || !whole) return;

  // Blanks and punctuation do not count, as in the search itself.
  function isBare(code) {
    return code < 0x30 || (code > 0x39 && code < 0x41) || (code > 0x5a && code < 0x61) || (code > 0x7a && code < 0xc0) ||
      (code >= 0x2000 && code < 0x2070) || (code >= 0x3000 && code < 0x3021 && code !== 0x3005 && code !== 0x3007) ||
      (code >= 0xfe30 && code < 0xfe50) || (code >= 0xff00 && code < 0xff10) || (code >= 0xff1a && code < 0xff21);
  }

  function bare(text) {
    var out = "";
    for (var i = 0; i < text.length; i++) if (!isBare(text.charCodeAt(i))) out += text[i].toLowerCase()[0];
    return out;
  }

  // The text of an element as one string, and for each of its characters the node and place it is from.
  function flatten(element) {
    var flat = { text: "", nodes: [], places: [] };
    var walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, null);
    for (var node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(".printed-page, .footnote, script")) continue;
      for (var i = 0; i < node.data.length; i++) {
        if (isBare(node.data.charCodeAt(i))) continue;
        flat.text += node.data[i].toLowerCase()[0];
        flat.nodes.push(node);
        flat.places.push(i);
      }
    }
    return flat;
  }

  function places(element) {
    var flat = flatten(element);
    var found = [];
    sought.forEach(function (words) {
      for (var at = flat.text.indexOf(words); at >= 0; at = flat.text.indexOf(words, at + words.length)) {
        var range = document.createRange();
        range.setStart(flat.nodes[at], flat.places[at]);
        range.setEnd(flat.nodes[at + words.length - 1], flat.places[at + words.length - 1] + 1);
        found.push({ at: at, range: range });
      }
    });
    found.sort(function (a, b) { return a.at - b.at; });
    return found.map(function (place) { return place.range; });
  }

  // Where the browser has no highlights of its own: each piece of text in an element.
  function wrap(range) {
    var walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT, null);
    var pieces = [];
    if (range.startContainer === range.endContainer) pieces.push(range.startContainer);
    else for (var node = walker.nextNode(); node; node = walker.nextNode()) if (range.intersectsNode(node)) pieces.push(node);
    var last = { node: range.endContainer, at: range.endOffset };
    var first = { node: range.startContainer, at: range.startOffset };
    return pieces.map(function (piece) {
      var words = document.createRange();
      words.setStart(piece, piece === first.node ? first.at : 0);
      words.setEnd(piece, piece === last.node ? last.at : piece.data.length);
      if (words.collapsed) return null;
      var mark = document.createElement("mark");
      mark.className = "found-mark";
      words.surroundContents(mark);
      return mark;
    }).filter(Boolean);
  }

  var groups = [".red-head", ".recipients, .official", ".after"].map(function (part) { return whole.querySelector(part); });
  var ranges = [];
  groups.filter(Boolean).forEach(function (part) { ranges = ranges.concat(places(part)); });
  if (!ranges.length) return;

  var native = window.CSS && CSS.highlights && window.Highlight;
  var wrapped = [];
  if (native) {
    CSS.highlights.set("found", new (Function.prototype.bind.apply(Highlight, [null].concat(ranges)))());
  } else {
    // From the last to the first, so that the places before stay where they are.
    for (var i = ranges.length - 1; i >= 0; i--) wrapped[i] = wrap(ranges[i]);
  }

  function say(key) { return own.getAttribute("data-" + key); }
  function button(label, sign, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.title = label;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  var bar = document.createElement("div");
  bar.className = "marks-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", say("found").replace("{n}", ranges.length));
  var told = bar.appendChild(document.createElement("span"));
  told.setAttribute("role", "status");
  var current = -1;

  function element(index) {
    return native ? ranges[index].startContainer.parentElement : wrapped[index][0];
  }

  function show(index) {
    current = (index + ranges.length) % ranges.length;
    told.textContent = (current + 1) + " / " + ranges.length;
    if (native) CSS.highlights.set("found-now", new Highlight(ranges[current]));
    else wrapped.forEach(function (marks, at) {
      marks.forEach(function (mark) { mark.className = at === current ? "found-mark found-now" : "found-mark"; });
    });
    var place = native ? ranges[current].getBoundingClientRect() : element(current).getBoundingClientRect();
    if (place.top < 60 || place.bottom > innerHeight - 60) scrollTo(0, scrollY + place.top - innerHeight / 3);
  }

  function clear() {
    if (native) { CSS.highlights.delete("found"); CSS.highlights.delete("found-now"); }
    wrapped.forEach(function (marks) {
      marks.forEach(function (mark) { mark.replaceWith.apply(mark, mark.childNodes); });
    });
    bar.remove();
  }

  bar.appendChild(button(say("previous"), "↑", function () { show(current - 1); }));
  bar.appendChild(button(say("next"), "↓", function () { show(current + 1); }));
  bar.appendChild(button(say("clear"), "×", clear));
  whole.parentNode.appendChild(bar);

  // Begin with the place that the link leads to.
  var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  var start = 0;
  for (var n = 0; target && n < ranges.length; n++) {
    if (target.contains(element(n)) || target.compareDocumentPosition(element(n)) & Node.DOCUMENT_POSITION_FOLLOWING) { start = n; break; }
  }
  show(start);
})();
