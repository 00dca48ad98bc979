// The search page: its state in the address, the filters, the results, and the table of everything.
(function () {
  "use strict";
  var engine = window.gongbaoSearch, text = window.gongbaoText;
  var place = document.getElementById("results");
  var form = document.getElementById("search");
  var failed = document.querySelector(".search-failed");
  var box = form.elements.q;
  var root = place.dataset.root;
  var HITS = 10, ROWS = 50;     // on a page of results, and of the table
  var VERIFIED_IDLY = 200;      // so many candidates are all looked at, for an exact count
  var BATCH = 10;
  var pageTitle = document.title;
  var GROUPS = ["department", "kind", "topic", "status"];

  function word(key, values) {
    return (place.dataset[key] || "").replace(/\{(\w+)\}/g, function (blank, name) {
      return values && name in values ? values[name] : blank;
    });
  }

  // An element: its attributes (those with a null value are left out), and what is in it.
  function make(tag, attributes) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      var value = attributes[name];
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    });
    for (var i = 2; i < arguments.length; i++) {
      [].concat(arguments[i]).forEach(function (child) { if (child !== null && child !== undefined) element.append(child); });
    }
    return element;
  }

  function giveUp(key) {
    failed.querySelector(".notice").textContent = word(key);
    failed.hidden = false;
    place.hidden = true;
  }

  if (!engine || !text || !window.Promise || !window.TextDecoder || !window.URLSearchParams) return giveUp("unsupported");

  // --- State -------------------------------------------------------------------------------------

  var onDisk = location.protocol === "file:";

  function readState() {
    var hash = location.hash.slice(1);
    var given = new URLSearchParams(/=/.test(hash) ? hash : location.search);
    var year = function (name) { return /^\d{4}$/.test(given.get(name) || "") ? Number(given.get(name)) : null; };
    var state = { q: (given.get("q") || "").trim(), from: year("from"), to: year("to"), issue: given.get("issue") || "",
      sort: given.get("sort") || "", page: Math.max(1, parseInt(given.get("page"), 10) || 1) };
    GROUPS.forEach(function (group) { state[group] = given.getAll(group).filter(Boolean); });
    return state;
  }

  function addressOf(state) {
    var given = new URLSearchParams();
    if (state.q) given.append("q", state.q);
    ["from", "to", "issue"].forEach(function (name) { if (state[name]) given.append(name, state[name]); });
    GROUPS.forEach(function (group) { state[group].forEach(function (value) { given.append(group, value); }); });
    if (state.sort) given.append("sort", state.sort);
    if (state.page > 1) given.append("page", state.page);
    var told = given.toString();
    return location.pathname + (onDisk ? "#" + (told || "q=") : told && "?" + told);
  }

  var state = readState();
  var settled = true;   // whether the address stands for a search that was asked for, not typed

  // Changes the state and searches. Typing makes one entry of the history, not one a letter.
  function go(changes, typed) {
    var next = Object.assign({}, state, { page: 1 }, changes);
    var address = addressOf(next);
    if (address !== addressOf(state)) {
      try {
        history[typed && !settled ? "replaceState" : "pushState"](null, "", address);
      } catch (error) {
        location.hash = address.split("#")[1];
      }
    }
    settled = !typed;
    state = next;
    return run();
  }

  function isFiltered() {
    return Boolean(state.from || state.to || state.issue || GROUPS.some(function (group) { return state[group].length; }));
  }

  // --- The frame ---------------------------------------------------------------------------------

  var status = make("p", { role: "status", tabindex: "-1" });
  var tools = make("div", { "class": "found-tools" });
  var progress = make("progress", { hidden: true, "aria-label": word("loading") });
  var trouble = make("div", { "class": "notice", role: "alert", hidden: true }, make("p", {}, word("trouble")), make("ul"));
  var chosen = make("div", { "class": "chosen" });
  var list = make("div", { "class": "hits" });
  var pager = make("nav", { "class": "pager", "aria-label": word("pages") });
  var facetBox = make("div");
  var facets = make("details", { "class": "facets" }, make("summary", {}, word("filters")), facetBox);
  place.append(make("div", { "class": "found" },
    make("aside", { "aria-label": word("filters") }, facets),
    make("section", { "aria-label": word("results") }, chosen, make("div", { "class": "found-head" }, status, tools), progress, trouble, list, pager)));

  // Beside the results the filters are always open.
  var wide = window.matchMedia("(min-width: 60rem)");
  function fit() { facets.open = wide.matches; }
  fit();
  if (wide.addEventListener) wide.addEventListener("change", fit); else wide.addListener(fit);

  var asked = 0, come = 0, slow = 0;
  var missing = new Set();
  engine.setUp(root + "search/", function (event, path) {
    if (event === "asked") asked++; else come++;
    if (event === "missing") {
      if (!missing.has(path)) trouble.lastChild.append(make("li", {}, "search/" + path + ".js"));
      missing.add(path);
      trouble.hidden = false;
    }
    progress.max = asked;
    progress.value = come;
    if (asked === come) {
      clearTimeout(slow);
      slow = asked = come = 0;
      progress.hidden = true;
    } else if (!slow) {
      // Only what takes a while is shown, so that nothing flickers.
      slow = setTimeout(function () { progress.hidden = asked === come; }, 200);
    }
  });

  // --- Looking at texts --------------------------------------------------------------------------

  // The blocks of a document's text, each with the id in the page that leads to it.
  function blocksOf(record) {
    var anchor = "";
    return record.body.split("\n").map(function (line) {
      var tab = line.indexOf("\t"), told = line.slice(0, tab);
      if (told === "") anchor = anchor.replace(/\d+$/, function (digits) { return Number(digits) + 1; });
      else if (told === ".") anchor = "";
      else if (told !== "=") anchor = told;
      return { anchor: anchor, text: line.slice(tab + 1) };
    });
  }

  // What a document shows of a query, or null if it does not hold it.
  function look(record, query) {
    var heads = [record.title].concat(record.numbers, record.departments, record.more).map(text.block);
    var blocks = blocksOf(record);
    blocks.forEach(function (block) { block.prepared = text.block(block.text); });
    var all = heads.concat(blocks.map(function (block) { return block.prepared; }));
    var wanted = query.phrases.filter(function (phrase) { return !phrase.excluded; });
    var holdsIt = function (phrase) { return all.some(function (block) { return text.holds(block, phrase); }); };
    if (!query.numbers.has(record.id) && !wanted.every(holdsIt)) return null;
    if (query.phrases.some(function (phrase) { return phrase.excluded && holdsIt(phrase); })) return null;
    var most = 0, best = null;
    blocks.forEach(function (block) {
      var count = wanted.filter(function (phrase) { return text.holds(block.prepared, phrase); }).length;
      if (count > most) { most = count; best = block; }
    });
    var shown = best || blocks.filter(function (block) { return block.text; })[0];
    return { record: record, block: shown, titles: placesOf(heads[0], wanted), places: best ? placesOf(best.prepared, wanted) : [],
      anchor: best ? best.anchor : "", words: wordsOf(all, wanted, record, query) };
  }

  function placesOf(prepared, phrases) {
    var places = [].concat.apply([], phrases.map(function (phrase) { return text.places(prepared, phrase); }));
    places.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    var last = -1;
    return places.filter(function (place) {
      if (place[0] < last) return false;
      last = place[1];
      return true;
    });
  }

  // The words as the document writes them, for the marks on its page.
  function wordsOf(blocks, phrases, record, query) {
    var words = new Set(query.numbers.has(record.id) ? record.numbers : []);
    blocks.forEach(function (block) {
      if (words.size < 12) placesOf(block, phrases).forEach(function (place) { words.add(block.source.slice(place[0], place[1])); });
    });
    return Array.from(words).slice(0, 12);
  }

  // What no longer answers the question is dimmed, unless its answer comes before anybody has looked.
  var dimming = 0;
  function dimLater() {
    clearTimeout(dimming);
    dimming = setTimeout(function () { list.classList.add("stale"); }, 120);
  }
  function undim() {
    clearTimeout(dimming);
    list.classList.remove("stale");
  }

  // --- A search ----------------------------------------------------------------------------------

  var session = null;   // what was found for a query with its filters, and how far it was looked at
  var turns = 0;

  async function run() {
    var turn = ++turns;
    var stale = function () { return turn !== turns; };
    var showing = session;
    place.setAttribute("aria-busy", "true");
    dimLater();
    if (box !== document.activeElement) box.value = state.q;
    try {
      var name = addressOf(Object.assign({}, state, { page: 1 }));
      if (!showing || showing.name !== name) {
        showing = await begin(name);
        if (stale()) return;
        session = showing;
      }
      await fill(showing, stale);
      if (stale()) return;
      undim();
      place.removeAttribute("aria-busy");
      showPage(showing);
      showing.columns = await engine.facets();
      if (stale()) return;
      showFacets(showing);
      if (showing.query) showPage(showing);
      await finish(showing, stale);
    } catch (error) {
      if (stale()) return;
      console.error(error);
      giveUp("damagedRoot");
    }
  }

  async function begin(name) {
    await engine.open();
    var table = !text.phrases(state.q).some(function (phrase) { return !phrase.excluded; }) && !/\d/.test(text.numberKey(state.q));
    var columns = isFiltered() || state.sort ? engine.facets() : null;
    var query = table ? null : await engine.find(state.q);
    var ids = table ? await engine.everything() : query.ids;
    columns = await columns;
    var kept = columns && isFiltered() ? ids.filter(function (id) { return !failing(columns, id).length; }) : ids;
    if (columns && state.sort) kept = sorted(columns, kept);
    return { name: name, query: query, all: ids, ids: kept, next: 0, hits: [], columns: columns };
  }

  // Looks at texts, in order, until the page is full.
  async function fill(showing, stale) {
    var until = state.page * (showing.query ? HITS : ROWS);
    var shown = 0;
    // The first result is shown when it is there, and what follows a few times a second.
    function show() {
      if (stale() || !showing.query || !showing.hits.length || state.page > 1 || performance.now() - shown < 150) return null;
      undim();
      showPage(showing);
      shown = performance.now();
      return painted();
    }
    while (showing.hits.length < until && showing.next < showing.ids.length) {
      // No more texts than are likely to be needed, by how many of those before held the words.
      var likely = Math.ceil((until - showing.hits.length) * Math.max(1, showing.next) / Math.max(1, showing.hits.length));
      await lookOn(showing, showing.query ? Math.min(BATCH, likely) : ROWS, show);
      if (stale()) return;
    }
  }

  // Looks at so many texts more, in order; `after` is called behind each. All are loaded at once, but for the
  // first of a query: the others do not hold it up, and wait for it where that is not long.
  async function lookOn(showing, count, after) {
    var ids = Array.from(showing.ids.slice(showing.next, showing.next + count));
    var coming = ids.slice(0, 1).map(engine.record);
    if (showing.query && !showing.next) await Promise.race([coming[0], pause(80)]);
    coming = coming.concat(ids.slice(1).map(engine.record));
    for (var at = 0; at < ids.length; at++) {
      var record = await coming[at];
      // Another run may have looked at the same texts meanwhile.
      if (showing.ids[showing.next] !== ids[at]) return;
      showing.next++;
      var hit = record && (showing.query ? look(record, showing.query) : { record: record });
      if (hit) showing.hits.push(hit);
      if (after) await after();
    }
  }

  function pause(time) { return new Promise(function (resolve) { setTimeout(resolve, time); }); }

  // When what was changed is on the screen; soon, where nothing is painted because nobody looks.
  function painted() {
    return new Promise(function (resolve) {
      requestAnimationFrame(function () { setTimeout(resolve, 0); });
      setTimeout(resolve, 100);
    });
  }

  // While nobody waits, few candidates are all looked at, and the counts become exact. Of many only so many
  // are looked at that another page is known to have something.
  async function finish(showing, stale) {
    if (!showing.query || showing.query.exact) return;
    var few = showing.ids.length <= VERIFIED_IDLY;
    while (showing.next < showing.ids.length && (few || showing.hits.length <= state.page * HITS)) {
      await pause(30);
      if (stale()) return;
      await lookOn(showing, few ? BATCH : 1);
      if (stale()) return;
    }
    showPager(showing, hasMore(showing));
    if (!few) return;
    showCount(showing);
    if (!isFiltered()) {
      showing.all = Int32Array.from(showing.hits.map(function (hit) { return hit.record.id; }));
      showFacets(showing);
    }
  }

  // --- Filters -----------------------------------------------------------------------------------

  var today = (function () {
    var now = new Date();
    return (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.UTC(1600, 0, 1)) / 86400000 + 1;
  })();

  // As assets/status.js says it on the document's page.
  function statusOf(document) {
    if (document.repealed && today >= document.repealed) return "repealed";
    if (document.expires && today > document.expires) return "lapsed";
    if (document.effective && today < document.effective) return "pending";
    return document.effective && document.expires ? "current" : "unstated";
  }

  // What a document has in a group of filters: the words of its status, or places in the columns' names.
  function keysOf(document, group) {
    if (group === "status") return [statusOf(document)];
    if (group === "kind") return document.kind ? [document.kind - 1] : [];
    return document[group + "s"];
  }

  function keyName(columns, group, key) { return group === "status" ? key : columns[group + "s"][key]; }

  // The values that a document has in a group of filters.
  function valuesOf(columns, id, group) {
    var document = columns.documents[id];
    return document ? keysOf(document, group).map(function (key) { return keyName(columns, group, key); }) : [];
  }

  function yearOf(columns, id) {
    return columns.documents[id] ? columns.documents[id].year : 0;
  }

  // The groups of filters that keep a document out.
  function failing(columns, id) {
    var groups = GROUPS.filter(function (group) {
      if (!state[group].length) return false;
      var values = valuesOf(columns, id, group);
      return !state[group].some(function (value) { return values.indexOf(value) >= 0; });
    });
    var year = yearOf(columns, id);
    if ((state.from && year < state.from) || (state.to && year > state.to)) groups.push("years");
    if (state.issue && issueOf(columns, id) !== state.issue) groups.push("issue");
    return groups;
  }

  function issueOf(columns, id) {
    var issues = columns.issues || [];
    for (var low = 0, high = issues.length; low < high;) {
      var middle = (low + high) >> 1;
      if (issues[middle][0] > id) high = middle; else low = middle + 1;
    }
    return low ? issues[low - 1][1] : "";
  }

  function sorted(columns, ids) {
    var down = state.sort[0] === "-", by = state.sort.replace("-", "");
    var key = { date: dateKey, department: nameKey("department"), kind: nameKey("kind"), issue: function (id) { return id; } }[by];
    if (!key) return ids;
    function dateKey(id) { return columns.documents[id] ? columns.documents[id].date : 0; }
    function nameKey(group) {
      // The place of each name in the order of the language, so that each pair is compared once.
      var names = columns[group + "s"];
      var ranks = new Map();
      names.slice().sort(new Intl.Collator(document.documentElement.lang).compare).forEach(function (name, at) { ranks.set(name, at); });
      return function (id) {
        var values = valuesOf(columns, id, group);
        return values.length ? ranks.get(values[0]) : names.length;
      };
    }
    var keyed = Array.from(ids, function (id) { return [key(id), id]; });
    keyed.sort(function (a, b) { return (down ? b[0] - a[0] : a[0] - b[0]) || b[1] - a[1]; });
    return Int32Array.from(keyed, function (pair) { return pair[1]; });
  }

  function counted(columns, ids) {
    var keys = { years: new Map() }, filtered = isFiltered(), none = [];
    GROUPS.forEach(function (group) { keys[group] = new Map(); });
    function count(group, key) { keys[group].set(key, (keys[group].get(key) || 0) + 1); }
    ids.forEach(function (id) {
      var document = columns.documents[id];
      var fails = filtered ? failing(columns, id) : none;
      if (!document || fails.length > 1) return;
      GROUPS.forEach(function (group) {
        if (fails.length && fails[0] !== group) return;
        var own = keysOf(document, group);
        for (var i = 0; i < own.length; i++) count(group, own[i]);
      });
      if (!fails.length || fails[0] === "years") count("years", document.year);
    });
    // Names only now: there are few, and documents may be many.
    var counts = { years: keys.years };
    GROUPS.forEach(function (group) {
      counts[group] = new Map();
      keys[group].forEach(function (number, key) { counts[group].set(keyName(columns, group, key), number); });
    });
    return counts;
  }

  var expanded = {};    // groups of filters that show all their values

  function showFacets(showing) {
    var focused = document.activeElement && document.activeElement.dataset.key;
    var counts = counted(showing.columns, showing.all);
    facetBox.textContent = "";
    var years = yearFacet(showing.columns, counts.years);
    if (years) facetBox.append(years);
    var heads = { department: "departments", kind: "kinds", topic: "topics", status: "status" };
    GROUPS.forEach(function (group) {
      var made = facet(group, word(heads[group]), counts[group]);
      if (made) facetBox.append(made);
    });
    var again = focused && facetBox.querySelector("[data-key=\"" + CSS.escape(focused) + "\"]");
    if (again) again.focus();
  }

  function nameOf(group, value) { return group === "status" ? word(value) : value; }

  function facet(group, head, counts) {
    state[group].forEach(function (value) { if (!counts.has(value)) counts.set(value, 0); });
    var values = Array.from(counts);
    // A filter that parts nothing is none.
    if (!values.length || (values.length === 1 && !state[group].length)) return null;
    values.sort(function (a, b) { return b[1] - a[1] || (a[0] < b[0] ? -1 : 1); });
    var on = function (entry) { return state[group].indexOf(entry[0]) >= 0; };
    var shown = expanded[group] ? values : values.filter(function (entry, at) { return at < 8 || on(entry); });
    var box = make("fieldset", {}, make("legend", {}, head), make("div", { "class": "values" }, shown.map(function (entry) {
      var value = entry[0];
      var input = make("input", { type: "checkbox", "data-key": group + "=" + value, change: function () {
        var others = state[group].filter(function (one) { return one !== value; });
        var change = {};
        change[group] = input.checked ? others.concat(value) : others;
        go(change);
      } });
      input.checked = on(entry);
      return make("label", { "class": entry[1] ? null : "none" }, input, make("span", {}, nameOf(group, value)), make("span", {}, entry[1]));
    })));
    if (values.length > shown.length || (expanded[group] && values.length > 8)) {
      box.append(make("button", { type: "button", "class": "textual", "data-key": group + " all", "aria-expanded": String(Boolean(expanded[group])), click: function () {
        expanded[group] = !expanded[group];
        showFacets(session);
      } }, expanded[group] ? word("fewer") : word("more", { n: values.length })));
    }
    return box;
  }

  // A small histogram: a click takes a year, dragging takes several, and two boxes do the same.
  function yearFacet(columns, counts) {
    var all = columns.documents.filter(Boolean).map(function (document) { return document.year; }).filter(Boolean);
    var first = all.reduce(function (a, b) { return Math.min(a, b); }, Infinity);
    var last = all.reduce(function (a, b) { return Math.max(a, b); }, 0);
    if (!(last > first)) return null;
    var most = Math.max.apply(null, [1].concat(Array.from(counts.values())));
    var said = make("p", { "class": "years-told", "aria-hidden": "true" });
    var bars = make("div", { "class": "years", "aria-hidden": "true" });
    for (var year = first; year <= last; year++) {
      var bar = make("i");
      var count = counts.get(year) || 0;
      // Set by the object model, which a strict content security policy allows.
      bar.style.height = count ? Math.max(4, 100 * count / most) + "%" : "0";
      bars.append(make("span", { "data-year": year, "data-count": count }, bar));
    }
    function paint(from, to) {
      Array.from(bars.children).forEach(function (bar) {
        bar.className = Number(bar.dataset.year) >= from && Number(bar.dataset.year) <= to ? "in" : "";
      });
    }
    function under(event) {
      var frame = bars.getBoundingClientRect();
      var from = document.dir === "rtl" ? frame.right - event.clientX : event.clientX - frame.left;
      var at = Math.floor(from / frame.width * bars.children.length);
      return bars.children[Math.max(0, Math.min(bars.children.length - 1, at))];
    }
    function ordered(a, b) { return [Math.min(a, b), Math.max(a, b)]; }
    paint(state.from || first, state.to || last);
    var start = null;
    bars.addEventListener("pointerdown", function (event) {
      start = Number(under(event).dataset.year);
      bars.setPointerCapture(event.pointerId);
      event.preventDefault();
      paint(start, start);
    });
    bars.addEventListener("pointermove", function (event) {
      var bar = under(event), year = Number(bar.dataset.year);
      var ends = ordered(start === null ? year : start, year);
      if (start !== null) paint(ends[0], ends[1]);
      said.textContent = ends[0] === ends[1] ? word("year", { year: year }) + "　" + bar.dataset.count : ends.join("–");
    });
    bars.addEventListener("pointerup", function (event) {
      if (start === null) return;
      var ends = ordered(start, Number(under(event).dataset.year));
      start = null;
      go({ from: ends[0], to: ends[1] });
    });
    bars.addEventListener("pointercancel", function () { start = null; paint(state.from || first, state.to || last); });
    bars.addEventListener("pointerleave", function () { if (start === null) said.textContent = ""; });
    function typed(name, label, outer) {
      return make("input", { type: "number", min: first, max: last, inputmode: "numeric", "aria-label": word(label), placeholder: outer,
        value: state[name], "data-key": name, change: function (event) {
          var change = {};
          var year = parseInt(event.target.value, 10);
          change[name] = year >= 1000 && year <= 9999 ? year : null;
          go(change);
        } });
    }
    return make("fieldset", {}, make("legend", {}, word("years")), bars, said, make("div", { "class": "years-typed" },
      make("span", { "aria-hidden": "true" }, word("from")), typed("from", "yearFirst", first),
      make("span", { "aria-hidden": "true" }, word("to")), typed("to", "yearLast", last)));
  }

  function showChosen() {
    var buttons = [];
    function add(name, change) {
      buttons.push(make("button", { type: "button", "aria-label": word("remove", { name: name }), click: function () {
        status.focus();
        go(change);
      } }, name));
    }
    if (state.from || state.to) {
      add(state.from === state.to ? word("year", { year: state.from }) : (state.from || "") + "–" + (state.to || ""), { from: null, to: null });
    }
    if (state.issue) {
      var folder = state.issue.split("/");
      add(issueName({ year: folder[0], number: folder[1].replace(/^0+(?=\d)/, ""), title: "" }), { issue: "" });
    }
    GROUPS.forEach(function (group) {
      state[group].forEach(function (value) {
        var change = {};
        change[group] = state[group].filter(function (one) { return one !== value; });
        add(nameOf(group, value), change);
      });
    });
    chosen.textContent = "";
    chosen.append.apply(chosen, buttons);
    if (buttons.length > 1) chosen.append(make("button", { type: "button", "class": "textual", click: clearFilters }, word("clear")));
  }

  function clearFilters() {
    status.focus();
    go({ from: null, to: null, issue: "", department: [], kind: [], topic: [], status: [] });
  }

  // --- Results -----------------------------------------------------------------------------------

  function showCount(showing) {
    var n = showing.ids.length;
    var looked = showing.next >= n;
    if (!showing.query) status.textContent = word(isFiltered() ? "within" : "all", { n: n });
    else if (looked || showing.query.exact) status.textContent = word("found", { n: looked ? showing.hits.length : n });
    else status.textContent = word(n > VERIFIED_IDLY ? "estimate" : "about", { n: n });
  }

  function showPage(showing) {
    var size = showing.query ? HITS : ROWS;
    var start = (state.page - 1) * size;
    var hits = showing.hits.slice(start, start + size);
    document.title = (state.q ? state.q + " · " : "") + pageTitle;
    showChosen();
    showCount(showing);
    showTools(showing);
    list.textContent = "";
    list.append(!hits.length ? nothing() : showing.query ? hitList(showing, hits) : table(hits));
    showPager(showing, hasMore(showing));
  }

  // Whether there is another page: of candidates that were not looked at it is taken for granted.
  function hasMore(showing) {
    return showing.next < showing.ids.length || state.page * (showing.query ? HITS : ROWS) < showing.hits.length;
  }

  function nothing() {
    return make("div", { "class": "nothing" }, make("p", {}, word("none")), make("p", {}, word("noneHint")),
      isFiltered() ? make("p", {}, make("button", { type: "button", "class": "textual", click: clearFilters }, word("withoutFilters"))) : null);
  }

  // Text with its places in marks; text nodes only, so nothing of a document can be taken for HTML.
  function marked(source, places, start, end) {
    var out = document.createDocumentFragment();
    var at = start;
    places.forEach(function (place) {
      if (place[1] <= start || place[0] >= end) return;
      out.append(source.slice(at, Math.max(start, place[0])), make("mark", {}, source.slice(Math.max(start, place[0]), Math.min(end, place[1]))));
      at = Math.min(end, place[1]);
    });
    out.append(source.slice(at, end));
    return out;
  }

  // Up to 90 characters around the first place, from up to 30 before it.
  function around(source, places) {
    var first = places.length ? places[0][0] : 0;
    var start = step(source, first, -30);
    return [start, step(source, start, 90)];
  }

  // So many characters on or back, never into the middle of one.
  function step(source, at, count) {
    var sign = Math.sign(count);
    for (; count && (sign > 0 ? at < source.length : at > 0); count -= sign) {
      at += sign;
      var code = source.charCodeAt(at);
      if (code >= 0xdc00 && code < 0xe000) at += sign;
    }
    return at;
  }

  function snippetOf(hit) {
    var source = hit.block ? hit.block.text : "";
    var ends = around(source, hit.places);
    return { before: ends[0] > 0 ? "…" : "", source: source, ends: ends, after: ends[1] < source.length ? "…" : "" };
  }

  function linkTo(hit) {
    var words = hit.words && hit.words.length ? "?" + hit.words.map(function (one) { return "q=" + encodeURIComponent(one); }).join("&") : "";
    return root + hit.record.url + words + (hit.anchor ? "#" + hit.anchor : "");
  }

  function dateOf(iso) {
    var parts = iso.split("-").map(Number);
    var months = (place.dataset.months || "").split(" ");
    return word("dateFormat", { year: parts[0], month: parts[1], day: parts[2], month_name: months[parts[1] - 1] || parts[1] });
  }

  function issueName(issue) {
    return issue.title || word(/^\d+$/.test(issue.number) ? "issue" : "issueOther", { year: issue.year, number: issue.number });
  }

  function timeOf(record) {
    return record.date ? make("time", { datetime: record.date }, dateOf(record.date)) : null;
  }

  function tagOf(showing, record) {
    var document = showing.columns && showing.columns.documents[record.id];
    var told = document ? statusOf(document) : "unstated";
    return told === "repealed" || told === "lapsed" || told === "pending" ? make("span", { "class": "tag" }, word(told)) : null;
  }

  // Words in another language than the page's say which, so that fonts and voices follow.
  function languageOf(record) {
    return record.language ? { lang: record.language, dir: "auto" } : {};
  }

  function hitList(showing, hits) {
    return make("ol", { "class": "rows", role: "list", start: (state.page - 1) * HITS + 1 }, hits.map(function (hit) {
      var record = hit.record, snippet = snippetOf(hit);
      var some = function (words) { return words ? make("span", {}, words) : null; };
      return make("li", { "class": "row" },
        make("p", { "class": "row-line" }, make("a", Object.assign({ "class": "row-title", href: linkTo(hit) }, languageOf(record)), marked(record.title, hit.titles, 0, record.title.length)), tagOf(showing, record)),
        make("p", { "class": "row-notes" }, some(record.numbers.join(word("separator"))), some(record.departments.join(word("separator"))), timeOf(record), some(issueName(record.issue))),
        snippet.source ? make("p", Object.assign({ "class": "snippet" }, languageOf(record)), snippet.before, marked(snippet.source, hit.places, snippet.ends[0], snippet.ends[1]), snippet.after) : null);
    }));
  }

  function table(hits) {
    var columns = [["date", "date"], ["title", null], ["number", null], ["department", "department"], ["kind", "kind"], ["inIssue", "issue"]];
    var by = state.sort || "-issue";
    return make("table", { "class": "all" }, make("caption", { "class": "told" }, word("table")),
      make("thead", {}, make("tr", {}, columns.map(function (column) {
        var name = word(column[0]), key = column[1];
        if (!key) return make("th", { scope: "col" }, name);
        var order = by === key ? "ascending" : by === "-" + key ? "descending" : null;
        // Dates and issues begin with the newest, names with the first.
        var first = key === "date" || key === "issue" ? "-" + key : key;
        var next = by === first ? (first[0] === "-" ? key : "-" + key) : first;
        return make("th", { scope: "col", "aria-sort": order }, make("button", { type: "button", "data-sort": key, title: word("sorted", { name: name }), click: function () {
          go({ sort: next === "-issue" ? "" : next }).then(function () {
            var again = list.querySelector("[data-sort=\"" + key + "\"]");
            if (again) again.focus();
          });
        } }, name));
      }))),
      make("tbody", {}, hits.map(function (hit) {
        var record = hit.record;
        return make("tr", {}, make("td", {}, timeOf(record)),
          make("td", { "class": "row-title-cell" }, make("a", Object.assign({ "class": "row-title", href: linkTo(hit) }, languageOf(record)), record.title)),
          make("td", {}, record.numbers.join(word("separator"))), make("td", {}, record.departments.join(word("separator"))),
          make("td", {}, record.kind), make("td", {}, make("a", { href: root + record.issue.url }, issueName(record.issue))));
      })));
  }

  function showTools(showing) {
    tools.textContent = "";
    if (!showing.ids.length) return;
    if (showing.query) {
      var orders = [["", "best"], ["-date", "newest"], ["date", "oldest"]];
      var select = make("select", { change: function () { go({ sort: select.value }); } }, orders.map(function (order) {
        return make("option", { value: order[0], selected: order[0] === state.sort }, word(order[1]));
      }));
      tools.append(make("label", {}, word("sort"), " ", select));
    }
    tools.append(make("button", { type: "button", "class": "textual", click: function (event) { saveTable(showing, event.target); } }, word("csv")));
  }

  function showPager(showing, more) {
    pager.textContent = "";
    if (state.page === 1 && !more) return;
    function to(page, key) {
      var target = Object.assign({}, state, { page: page });
      return make("a", { href: addressOf(target), rel: key === "previous" ? "prev" : "next", click: function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go({ page: page }).catch(function () {});
        status.focus({ preventScroll: true });
        place.scrollIntoView();
      } }, word(key));
    }
    pager.append(state.page > 1 ? to(state.page - 1, "previous") : make("span"), make("span", {}, word("page", { n: state.page })), more ? to(state.page + 1, "next") : make("span"));
  }

  // --- A table to take away ----------------------------------------------------------------------

  async function saveTable(showing, button) {
    button.disabled = true;
    while (showing.next < showing.ids.length) {
      button.textContent = word("csvMaking", { n: showing.next, of: showing.ids.length });
      await lookOn(showing, ROWS);
    }
    var heads = ["title", "number", "department", "date", "kind", "inIssue", "address", "excerpt"].map(function (key) { return word(key); });
    var rows = showing.hits.map(function (hit) {
      var record = hit.record, snippet = hit.block ? snippetOf(hit) : null;
      return [record.title, record.numbers.join(word("separator")), record.departments.join(word("separator")), record.date, record.kind, issueName(record.issue),
        new URL(root + record.url + (hit.anchor ? "#" + hit.anchor : ""), location.href).href,
        snippet ? snippet.before + snippet.source.slice(snippet.ends[0], snippet.ends[1]) + snippet.after : ""];
    });
    // A mark of UTF-8 for Excel, and no cell that a spreadsheet would take for a formula.
    var cell = function (value) { return "\"" + String(value).replace(/^(?=[=+\-@\t])/, "'").replace(/"/g, "\"\"") + "\""; };
    var csv = "\ufeff" + [heads].concat(rows).map(function (row) { return row.map(cell).join(","); }).join("\r\n") + "\r\n";
    var link = make("a", { href: URL.createObjectURL(new Blob([csv], { type: "text/csv" })), download: (state.q.replace(/[\\/:*?"<>|\s]+/g, "-") || word("table")) + ".csv" });
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    button.disabled = false;
    button.textContent = word("csv");
    showCount(showing);
  }

  // --- The box -----------------------------------------------------------------------------------

  var typing = 0;
  box.addEventListener("input", function (event) {
    clearTimeout(typing);
    // Half a syllable of an input method is no word yet.
    if (event.isComposing) return;
    typing = setTimeout(function () { if (box.value.trim() !== state.q) go({ q: box.value.trim() }, true); }, 300);
  });
  box.addEventListener("compositionend", function () { box.dispatchEvent(new Event("input")); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(typing);
    go({ q: box.value.trim() });
  });
  window.addEventListener("popstate", function () {
    state = readState();
    settled = true;
    box.value = state.q;
    run();
  });

  box.value = state.q;
  run();
})();
