// Reads the search index: which documents may hold a query, in what order, and their texts. Files are
// classic scripts, so that they load from a disk; the layout is that of docs/search-index.md.
var gongbaoSearch = (function () {
  "use strict";
  var text = gongbaoText;
  var fromDisk = location.protocol === "file:";
  var folder = "", version = "", told = function () {};
  var waiting = {};     // path → what a script that has come is handed to
  var files = new Map();  // path → promise of bytes
  var KEPT = 96;        // how many files are kept

  // From the characters of windows-1252, which has some of its own at 80–9F, back to bytes.
  var byteOf = new Uint8Array(0x2123);
  for (var code = 0; code < 256; code++) byteOf[code] = code;
  "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ".split("").forEach(function (character, at) {
    byteOf[character.charCodeAt(0)] = 0x80 + at;
  });
  var SPARE = 8;        // zeros behind the bytes of a file, so that nothing is read beyond its end

  // --- Files -----------------------------------------------------------------------------------

  // Each file calls this when it has come.
  function arrive(path, first, second) {
    if (waiting[path]) waiting[path](first, second);
  }

  function script(path, charset) {
    return new Promise(function (resolve, reject) {
      var element = document.createElement("script");
      var come = null;
      waiting[path] = function (first, second) { come = [first, second]; };
      element.onload = element.onerror = function () {
        delete waiting[path];
        element.remove();
        if (come) resolve(come); else reject(new Error(path));
      };
      if (charset) element.charset = charset;
      element.src = folder + path + ".js" + (version && "?v=" + version);
      document.head.appendChild(element);
    });
  }

  function fromScript(path) {
    return script(path, "windows-1252").then(function (come) {
      var characters = come[1], bytes = new Uint8Array(characters.length + SPARE);
      for (var i = 0; i < characters.length; i++) bytes[i] = byteOf[characters.charCodeAt(i)];
      return checked(path, bytes.subarray(0, characters.length), come[0]);
    });
  }

  // From a host, whose headers may name another charset, the file is taken as bytes.
  function fromHost(path) {
    return fetch(folder + path + ".js?v=" + version).then(function (answer) {
      if (!answer.ok) throw new Error(path);
      return answer.arrayBuffer();
    }).then(function (buffer) {
      var raw = new Uint8Array(buffer);
      var at = 0;
      for (var quotes = 0; quotes < 5 && at < raw.length; at++) if (raw[at] === 0x22) quotes++;
      var end = raw.lastIndexOf(0x22);
      var bytes = new Uint8Array(Math.max(0, end - at) + SPARE);
      var length = 0;
      for (; at < end; at++) {
        var byte = raw[at];
        if (byte === 0x5c) {
          byte = raw[++at];
          if (byte === 0x6e) byte = 10; else if (byte === 0x72) byte = 13;
        }
        bytes[length++] = byte;
      }
      var head = String.fromCharCode.apply(null, raw.subarray(0, 64)).split('"');
      return checked(path, bytes.subarray(0, length), head[3]);
    });
  }

  function checked(path, bytes, hash) {
    if (text.hashOf(bytes) !== parseInt(hash, 16)) throw new Error(path);
    return bytes;
  }

  // The bytes of a file; null, and the file is named, when it is missing or damaged.
  function file(path) {
    var kept = files.get(path);
    if (!kept) {
      told("asked", path);
      kept = (fromDisk ? fromScript(path) : fromHost(path)).then(function (bytes) {
        told("come", path);
        return bytes;
      }, function () {
        files.delete(path);
        told("missing", path);
        return null;
      });
    }
    files.delete(path);
    files.set(path, kept);
    if (files.size > KEPT) files.delete(files.keys().next().value);
    return kept;
  }

  function Bytes(bytes) { this.bytes = bytes; this.at = 0; }
  Bytes.prototype.varint = function () {
    var value = 0, scale = 1, byte;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte & 0x80);
    return value;
  };

  // --- What is known from the start --------------------------------------------------------------

  function firsts(list, between) {
    var sum = 0;
    return list ? list.split(between || " ").map(function (step) { return sum += parseInt(step, 36); }) : [];
  }

  var root = null, opening = null;
  var segments, lengths, titleLengths;  // ranking columns, by id

  function open() {
    opening = opening || Promise.all([script("root"), script("fold")]).then(function (come) {
      root = come[0][0];
      text.useFolds(come[1][0]);
      useCharacters(come[1][0].characters);
      version = root.version;
      root.pairFirsts = firsts(root.pairs);
      root.storeFirsts = firsts(root.store);
      root.bigTerms = new Map((root.big ? root.big.split(" ") : []).map(function (term) {
        var fields = term.split(":");
        return [parseInt(fields[0], 36), firsts(fields[1], ".")];
      }));
      segments = new Uint8Array(root.ids);
      lengths = new Uint8Array(root.ids);
      titleLengths = new Uint8Array(root.ids);
      return root;
    });
    opening.catch(function () { opening = null; });
    return opening;
  }

  var ranking = null;
  function rankingColumns() {
    if (ranking) return ranking;
    var wanted = [];
    for (var k = 0; k < root.ranking; k++) wanted.push(file("r/" + k.toString(36)));
    ranking = Promise.all(wanted).then(function (parts) {
      return Promise.all(parts.map(function (bytes) { return bytes && gongbaoInflate(bytes); }));
    }).then(function (parts) {
      parts.forEach(function (column, k) {
        var count = column ? column.length / 2 : 0;
        for (var i = 0; i < count; i++) {
          // A hole has neither length nor title.
          segments[32768 * k + i] = column[i] || column[count + i] ? (column[i] & 7) + 1 : 0;
          lengths[32768 * k + i] = column[i] >> 3;
          titleLengths[32768 * k + i] = column[count + i];
        }
      });
    });
    return ranking;
  }

  // --- Posting lists -----------------------------------------------------------------------------

  // Bits of a list, the highest of a byte first.
  function Bits(bytes, at) {
    this.bytes = new Uint8Array(bytes.buffer);
    this.at = at * 8;
  }
  // The next 32 bits, as a signed number; behind the end there are only 0 bits.
  Bits.prototype.peek = function () {
    var bytes = this.bytes, byte = this.at >> 3, shift = this.at & 7;
    var value = bytes[byte] << 24 | bytes[byte + 1] << 16 | bytes[byte + 2] << 8 | bytes[byte + 3];
    return shift ? value << shift | bytes[byte + 4] >> (8 - shift) : value;
  };
  Bits.prototype.rice = function (k) {
    var quotient = 0, run;
    while ((run = Math.clz32(~this.peek())) === 32) {
      quotient += 32;
      this.at += 32;
    }
    // Nearly always all of it is in the bits that were seen.
    var seen = this.peek();
    this.at += run + 1 + k;
    if (run + 1 + k > 32) {
      this.at -= k;
      seen = this.peek();
      this.at += k;
    } else seen <<= run + 1;
    return (quotient + run) * Math.pow(2, k) + (k ? seen >>> (32 - k) : 0);
  };

  function riceWidth(count, span) {
    var k = 0;
    while (count * Math.pow(2, k + 1) * 100 <= 69 * span) k++;
    return k;
  }

  // Documents ascending, with class, mask, and whether a title has the term (1) and begins with it (2).
  function decode(bytes, at, head, ranked, first, span) {
    var bits = new Bits(bytes, at), n = head.documents;
    var list = { ids: new Int32Array(n), classes: new Uint8Array(n), masks: new Uint8Array(n).fill(255), titles: new Uint8Array(n) };
    var k = riceWidth(n, span), id = first - 1;
    for (var i = 0; i < n; i++) {
      id += bits.rice(k) + 1;
      list.ids[i] = id;
      if (!ranked) continue;
      var count = segments[id], seen = bits.peek();
      var ones = Math.clz32(~seen), own = ones < 7 ? ones : 7, used = ones < 7 ? ones + 1 : 7;
      list.classes[i] = own;
      // Without its columns, what follows cannot be read.
      if (!count) return cut(list, i);
      if (count > 1) {
        seen <<= used;
        var width = seen < 0 ? count : 32 - Math.clz32(count - 1);
        var told = seen << 1 >>> (32 - width);
        list.masks[i] = seen < 0 ? REVERSED[told] >> (8 - count) : 1 << told;
        used += 1 + width;
      }
      bits.at += used;
    }
    if (!head.titles) return list;
    bits.at = (bits.at + 7) & ~7;
    k = riceWidth(head.titles, span);
    id = first - 1;
    for (var t = 0, place = 0; t < head.titles; t++) {
      id += bits.rice(k) + 1;
      var begins = bits.peek() < 0 ? 2 : 0;
      bits.at++;
      while (place < n && list.ids[place] < id) place++;
      if (list.ids[place] === id) list.titles[place] = 1 + begins;
    }
    return list;
  }

  // Bytes with their bits the other way round.
  var REVERSED = new Uint8Array(256);
  for (var bits = 1; bits < 256; bits++) REVERSED[bits] = REVERSED[bits >> 1] >> 1 | (bits & 1) << 7;

  function cut(list, n) {
    return { ids: list.ids.slice(0, n), classes: list.classes.slice(0, n), masks: list.masks.slice(0, n), titles: list.titles.slice(0, n) };
  }

  function empty() { return { ids: new Int32Array(0), classes: new Uint8Array(0), masks: new Uint8Array(0), titles: new Uint8Array(0) }; }

  function readHead(reader) {
    var count = reader.varint();
    var head = { documents: Math.floor(count / 2), titles: 0 };
    if (count % 2) head.titles = reader.varint();
    head.bytes = reader.varint();
    return head;
  }

  // The list of a pair or a single character in its file.
  function findPair(bytes, key) {
    var reader = new Bytes(bytes);
    var offset = 0, found = null, at = 0;
    var first = 0;
    for (var groups = reader.varint(); groups > 0; groups--) {
      first += reader.varint();
      var second = 0;
      for (var terms = reader.varint(); terms > 0; terms--) {
        second += reader.varint();
        var head = readHead(reader);
        if (first * 0x40000 + second === key) { found = head; at = offset; }
        offset += head.bytes;
      }
    }
    return found && { head: found, at: reader.at + at };
  }

  function pad(name) { return ("0000000" + name).slice(-7); }

  function pairPath(key) {
    var name = pad(key.toString(36));
    return "b/" + name.slice(-1) + "/" + name;
  }

  // The place of the last of `list` that is not above `wanted`, or -1.
  function lastUpTo(list, wanted, above) {
    var low = 0, high = list.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (above(list[middle], wanted)) high = middle; else low = middle + 1;
    }
    return low - 1;
  }

  function isMore(a, b) { return a > b; }

  // By code points, as the index is sorted; UTF-16 would put some characters elsewhere.
  function isBehind(a, b) {
    var left = Array.from(a), right = Array.from(b);
    for (var i = 0; i < left.length && i < right.length; i++) {
      if (left[i] !== right[i]) return left[i].codePointAt(0) > right[i].codePointAt(0);
    }
    return left.length > right.length;
  }

  function pairList(term) {
    var ranked = !text.isPlain(term);
    var place = lastUpTo(root.pairFirsts, term.key, isMore);
    if (place < 0) return Promise.resolve(empty());
    // A long list fills files of its own, each up to the id where it is cut; the rest is among all others.
    var cuts = root.bigTerms.get(term.key) || [];
    var wanted = cuts.map(function (cut, part) { return file(pairPath(term.key) + part.toString(36)); });
    wanted.push(file(pairPath(root.pairFirsts[place])));
    return Promise.all([ranked && rankingColumns()].concat(wanted)).then(function (come) {
      var files = come.slice(1);
      var lists = files.map(function (bytes, part) {
        var found = bytes && findPair(bytes, term.key);
        var first = part ? cuts[part - 1] : 0;
        return found ? decode(bytes, found.at, found.head, ranked, first, (part < cuts.length ? cuts[part] : root.space) - first) : empty();
      });
      // A part that is missing takes its documents away; without any, nothing is known of the term.
      return files.some(Boolean) ? joined(lists) : null;
    });
  }

  function joined(lists) {
    if (lists.length === 1) return lists[0];
    var all = lists.reduce(function (sum, list) { return sum + list.ids.length; }, 0);
    var out = { ids: new Int32Array(all), classes: new Uint8Array(all), masks: new Uint8Array(all), titles: new Uint8Array(all) };
    var at = 0;
    lists.forEach(function (list) {
      Object.keys(out).forEach(function (column) { out[column].set(list[column], at); });
      at += list.ids.length;
    });
    return out;
  }

  function namePath(kind, first) {
    var bytes = new TextEncoder().encode(first);
    var name = pad(text.hashOf(bytes).toString(36));
    return kind + "/" + name.slice(-1) + "/" + name;
  }

  // The first terms of the files that may hold the names from one up to another.
  function namedFiles(terms, from, until) {
    return terms.slice(Math.max(0, lastUpTo(terms, from, isBehind)), lastUpTo(terms, until, isBehind) + 1);
  }

  // The lists of all words or numbers that `wants` takes, from the files that may hold them.
  function namedLists(kind, terms, from, until, wants, ranked) {
    var wanted = namedFiles(terms, from, until).map(function (first) { return file(namePath(kind, first)); });
    return Promise.all([ranked && rankingColumns()].concat(wanted)).then(function (come) {
      if (wanted.length && come.slice(1).every(function (bytes) { return !bytes; })) return null;
      var lists = [];
      come.slice(1).forEach(function (bytes) {
        if (bytes) readNames(bytes, wants, function (term, at, head) {
          lists.push({ term: term, list: decode(bytes, at, head, ranked, 0, root.space) });
        });
      });
      return lists;
    });
  }

  function readNames(bytes, wants, take) {
    var reader = new Bytes(bytes);
    var decoder = new TextDecoder();
    var found = [], offset = 0, name = new Uint8Array(0);
    for (var terms = reader.varint(); terms > 0; terms--) {
      var shared = reader.varint(), more = reader.varint();
      var longer = new Uint8Array(shared + more);
      longer.set(name.subarray(0, shared));
      longer.set(bytes.subarray(reader.at, reader.at + more), shared);
      reader.at += more;
      name = longer;
      var head = readHead(reader);
      var term = decoder.decode(name);
      if (wants(term)) found.push([term, offset, head]);
      offset += head.bytes;
    }
    found.forEach(function (one) { take(one[0], reader.at + one[1], one[2]); });
  }

  function wordList(term) {
    var whole = function (name) { return name === term.word; };
    var begins = function (name) { return name.slice(0, term.word.length) === term.word; };
    return namedLists("w", root.words, term.word, lastWord(term), term.beginning ? begins : whole, true).then(function (lists) {
      return lists && lists.map(function (found) { return found.list; }).reduce(either, empty());
    });
  }

  // What is not before any word that a term asks for.
  function lastWord(term) { return term.beginning ? term.word + "\u{10ffff}" : term.word; }

  // Documents of either list: the higher class, all segments, all that titles have.
  function either(a, b) {
    if (!a.ids.length) return b;
    if (!b.ids.length) return a;
    return merge(a, b, function (list, i, j) {
      list.classes.push(Math.max(a.classes[i], b.classes[j]));
      list.masks.push(a.masks[i] | b.masks[j]);
    });
  }

  function merge(a, b, both) {
    var list = { ids: [], classes: [], masks: [], titles: [] };
    function take(from, at) {
      list.classes.push(from.classes[at]);
      list.masks.push(from.masks[at]);
    }
    for (var i = 0, j = 0; i < a.ids.length || j < b.ids.length;) {
      var left = i < a.ids.length ? a.ids[i] : Infinity, right = j < b.ids.length ? b.ids[j] : Infinity;
      list.ids.push(Math.min(left, right));
      list.titles.push((left <= right ? a.titles[i] : 0) | (right <= left ? b.titles[j] : 0));
      if (left === right) both(list, i, j);
      else if (left < right) take(a, i);
      else take(b, j);
      if (left <= right) i++;
      if (right <= left) j++;
    }
    return list;
  }

  // --- Phrases -----------------------------------------------------------------------------------

  function filesOf(term) {
    if (term.word) return namedFiles(root.words, term.word, lastWord(term)).length;
    return 1 + (root.bigTerms.get(term.key) || []).length;
  }

  // The terms of a form whose lists are read, in their parts: six that lie in one file, and of the others
  // those that begin or end at another character than those before, as long as eight files hold all.
  function planned(parts) {
    var terms = [].concat.apply([], parts).map(function (term) { return { term: term, files: filesOf(term) }; });
    terms.sort(function (a, b) { return a.files - b.files; });
    var taken = new Set(), covered = new Set(), sum = 0;
    terms.forEach(function (one) {
      var term = one.term, isNew = !covered.has(term.at) || !covered.has(term.last);
      if (one.files < 2 ? taken.size >= 6 : taken.size && !(isNew && sum + one.files <= 8)) return;
      taken.add(term);
      covered.add(term.at).add(term.last);
      sum += one.files;
    });
    return parts.map(function (part) { return part.filter(function (term) { return taken.has(term); }); });
  }

  // The candidates of a form: in the lists of all its terms, with a segment for each part.
  function formList(parts) {
    var terms = [].concat.apply([], parts);
    return Promise.all(terms.map(function (term) { return term.word ? wordList(term) : pairList(term); })).then(function (lists) {
      // What cannot be read asks nothing: the texts decide. Of a form without any list nothing is known.
      var known = terms.map(function (_, at) { return at; }).filter(function (at) { return lists[at]; });
      if (!known.length) return null;
      known.sort(function (a, b) { return lists[a].ids.length - lists[b].ids.length; });
      var rarest = lists[known[0]];
      // Of a single list nothing is to be compared, and it may be as long as the archive.
      if (terms.length === 1) return rarest;
      var partOf = [];
      parts.forEach(function (part, index) { part.forEach(function () { partOf.push(index); }); });
      var out = { ids: [], classes: [], masks: [], titles: [] };
      var cursors = lists.map(function () { return 0; });
      var plain = terms.map(text.isPlain);
      var masks = parts.map(function () { return 255; });
      for (var n = 0; n < rarest.ids.length; n++) {
        var id = rarest.ids[n];
        var c = 7, title = 3, ranked = false;
        masks.fill(255);
        for (var m = 0; m < known.length; m++) {
          var at = known[m], list = lists[at], ids = list.ids, cursor = cursors[at];
          while (ids[cursor] < id) cursor++;
          cursors[at] = cursor;
          if (ids[cursor] !== id) break;
          if (!plain[at]) {
            ranked = true;
            c = Math.min(c, list.classes[cursor]);
            masks[partOf[at]] &= list.masks[cursor];
          }
          title &= list.titles[cursor] | (at === 0 ? 0 : 2);
        }
        if (m < known.length || masks.some(isNone)) continue;
        out.ids.push(id);
        out.classes.push(ranked ? c : 0);
        out.masks.push(masks[0]);
        out.titles.push(title & 1 ? title : 0);
      }
      return out;
    });
  }

  function isNone(mask) { return !mask; }

  function phraseList(phrase) {
    var forms = phrase.forms.map(planned);
    return Promise.all(forms.map(formList)).then(function (lists) {
      lists.forEach(function (list, at) {
        var first = forms[at][0][0];
        // What stands before the first term that is read keeps it from the beginning of a title.
        if (list && (!first || first.at > 0)) for (var i = 0; i < list.titles.length; i++) list.titles[i] &= 1;
      });
      var a = lists[0], b = lists[1];
      if (!a || !b) return a || b || null;
      return merge(a, b, function (list, i, j) {
        var better = b.classes[j] > a.classes[i] ? b : a, at = better === b ? j : i;
        list.classes.push(better.classes[at]);
        list.masks.push(better.masks[at]);
      });
    });
  }

  function lg(x) {
    var e = 31 - Math.clz32(x);
    return 16 * e + Math.floor((x - Math.pow(2, e)) * 16 / Math.pow(2, e));
  }

  // --- A query -----------------------------------------------------------------------------------

  function byNumber(query, phrases) {
    var plain = !/["“「『＂]/.test(query) && !phrases.some(function (phrase) { return phrase.excluded; });
    var key = plain ? text.numberKey(query) : "";
    if (!/\d/.test(key) || !root.numbers.length) return Promise.resolve(new Map());
    var wants = function (name) { return name === key || name.slice(0, key.length + 1) === key + "|"; };
    return namedLists("n", root.numbers, key, key + "|\u{10ffff}", wants, false).then(function (lists) {
      var tiers = new Map();
      (lists || []).forEach(function (found) {
        var tier = found.term === key ? 5 : 4;
        found.list.ids.forEach(function (id) { if (!(tiers.get(id) >= tier)) tiers.set(id, tier); });
      });
      return tiers;
    });
  }

  // What a query finds, best first: `ids`, `numbers` (id → tier, for those found by their number),
  // the phrases, and whether every candidate is sure to hold them.
  function find(query) {
    return open().then(function () {
      var phrases = text.phrases(query);
      var wanted = phrases.filter(function (phrase) { return !phrase.excluded; });
      var exact = phrases.length === 1 && wanted.length === 1 && wanted[0].forms.length === 1 && isOneTerm(wanted[0]);
      return Promise.all([byNumber(query, phrases), rankingColumns()].concat(wanted.map(phraseList))).then(function (come) {
        var lists = come.slice(2);
        var known = wanted.filter(function (_, at) { return lists[at]; });
        return { phrases: phrases, numbers: come[0], exact: exact && !come[0].size, ids: order(known, lists.filter(Boolean), come[0]) };
      });
    });
  }

  function isOneTerm(phrase) {
    var terms = [].concat.apply([], phrase.forms[0]);
    return terms.length === 1 && phrase.length <= 2 + (terms[0].word ? 22 : 0) && !(terms[0].key >= 0x800000000);
  }

  function order(phrases, lists, numbers) {
    var idfs = lists.map(function (list) { return Math.max(8, lg(root.documents + 1) - lg(list.ids.length + 1)); });
    var cursors = lists.map(function () { return 0; });
    var seen = new Set();
    var rarest = lists.length ? lists.reduce(function (a, b) { return b.ids.length < a.ids.length ? b : a; }) : empty();
    var keys = new Float64Array(rarest.ids.length + numbers.size), count = 0;
    // Tier, score and id in one number that a double holds exactly.
    function add(id, tier, score) { keys[count++] = (tier * 268435456 + score) * 4194304 + id; }
    for (var n = 0; n < rarest.ids.length; n++) {
      var id = rarest.ids[n];
      var score = 0, titles = 0, mask = 255, begins = false;
      for (var p = 0; p < lists.length; p++) {
        var list = lists[p], at = cursors[p];
        while (at < list.ids.length && list.ids[at] < id) at++;
        cursors[p] = at;
        if (list.ids[at] !== id) break;
        var title = list.titles[at];
        score += idfs[p] * (root.weights[lengths[id]][list.classes[at]] + (title ? 3000 : 0));
        if (title) titles++;
        if (title & 2) begins = true;
        mask &= list.masks[at];
      }
      if (p < lists.length) continue;
      if (lists.length > 1 && mask) score += Math.floor(score / 8);
      var tier = titles === lists.length ? 1 : 0;
      if (lists.length === 1 && titles) tier = titleLengths[id] === Math.min(255, phrases[0].length) ? 3 : begins ? 2 : 1;
      var byNumber = numbers.size && numbers.get(id);
      if (byNumber) seen.add(id);
      add(id, Math.max(tier, byNumber || 0), score);
    }
    numbers.forEach(function (tier, id) { if (!seen.has(id)) add(id, tier, 0); });
    var sorted = keys.subarray(0, count).sort();
    var ids = new Int32Array(sorted.length);
    for (var i = 0; i < ids.length; i++) ids[i] = sorted[ids.length - 1 - i] % 4194304;
    return ids;
  }

  // --- Texts -------------------------------------------------------------------------------------

  var texts = new Map();  // path → promise of a function that gives a record of the file by its id

  function storePath(first) {
    return "d/" + Math.floor(first / 1000).toString(36) + "/" + first.toString(36);
  }

  // The characters that one byte stands for, and those that the second of two bytes tells.
  var single = null, double = null;

  function useCharacters(table) {
    var characters = Array.from(table);
    single = new Array(0xdc);
    var place = 0;
    for (var byte = 1; byte < 0xdc; byte++) {
      single[byte] = byte === 10 || (byte >= 0x20 && byte < 0x80) ? String.fromCharCode(byte) : characters[place++];
    }
    double = characters.slice(place);
  }

  // Where each record of a file begins and ends, by id. A line's end may be the second byte of a character.
  function linesOf(bytes, coded) {
    var lines = new Map();
    for (var at = 0, start = 0; at <= bytes.length; at++) {
      var byte = at < bytes.length ? bytes[at] : 10;
      if (byte === 10) {
        lines.set(parseInt(String.fromCharCode.apply(null, bytes.subarray(start + 1, start + 11)), 10), [start, at]);
        start = at + 1;
      } else if (coded && byte >= 0xdc) at += byte < 0xff ? 1 : 3;
    }
    return lines;
  }

  function decodeText(bytes) {
    var parts = [], part = "";
    for (var at = 0; at < bytes.length; at++) {
      var byte = bytes[at];
      if (byte < 0xdc) part += single[byte];
      else if (byte < 0xff) part += double[(byte - 0xdc) * 256 + bytes[++at]];
      else {
        part += String.fromCodePoint(bytes[at + 1] * 65536 + bytes[at + 2] * 256 + bytes[at + 3]);
        at += 3;
      }
      if (part.length > 4096) { parts.push(part); part = ""; }
    }
    return parts.join("") + part;
  }

  // The records of a file of the store: each is read when it is asked for.
  function recordsOf(path) {
    if (!texts.has(path)) {
      texts.set(path, file(path).then(function (bytes) {
        return bytes && gongbaoInflate(bytes.subarray(1)).then(function (plain) {
          var lines = linesOf(plain, bytes[0]);
          return function (id) {
            var line = lines.get(id), own = line && plain.subarray(line[0], line[1]);
            return own && JSON.parse(bytes[0] ? decodeText(own) : new TextDecoder().decode(own));
          };
        });
      }));
      if (texts.size > 48) texts.delete(texts.keys().next().value);
    }
    return texts.get(path);
  }

  // A document with its text, or null when it cannot be read.
  function record(id) {
    var place = lastUpTo(root.storeFirsts, id, isMore);
    if (place < 0) return Promise.resolve(null);
    var path = storePath(root.storeFirsts[place]);
    return recordsOf(path).then(function (recordOf) {
      var own = recordOf && recordOf(id);
      if (!own) return null;
      return { id: id, url: own[1], title: own[2], numbers: own[3], departments: own[4], date: own[5], kind: own[6],
        issue: { year: own[7][0], number: own[7][1], url: own[7][2], title: own[7][3] }, more: own[8], body: own[9], language: own[10] };
    }).catch(function () {
      texts.delete(path);
      told("missing", path);
      return null;
    });
  }

  // --- Facets ------------------------------------------------------------------------------------

  var facets = null;

  // The columns of all documents: for each id null, or date, year, kind, departments, topics and the
  // days on which it takes and loses effect; and the names that their numbers stand for.
  function facetColumns() {
    if (facets) return facets;
    var wanted = [script("facets").then(function (come) { return come[0]; }, function () { told("missing", "facets"); return null; })];
    for (var k = 0; k < root.facets; k++) wanted.push(file("f/" + k.toString(36)));
    facets = Promise.all(wanted).then(function (come) {
      return Promise.all(come.slice(1).map(function (bytes) { return bytes && gongbaoInflate(bytes); })).then(function (columns) {
        var out = come[0] || { departments: [], kinds: [], topics: [] };
        out.documents = new Array(root.ids).fill(null);
        columns.forEach(function (column, k) { if (column) readFacets(column, 16384 * k, out.documents); });
        return out;
      });
    });
    return facets;
  }

  function readFacets(bytes, id, documents) {
    var reader = new Bytes(bytes);
    function list() {
      var out = [];
      for (var n = reader.varint(); n > 0; n--) out.push(reader.varint());
      return out;
    }
    for (; reader.at < bytes.length; id++) {
      if (!reader.varint()) continue;
      documents[id] = { date: reader.varint(), year: reader.varint(), kind: reader.varint(), departments: list(), topics: list(),
        effective: reader.varint(), expires: reader.varint(), repealed: reader.varint() };
    }
  }

  // All ids, the newest first.
  function everything() {
    return open().then(rankingColumns).then(function () {
      var ids = [];
      for (var id = root.ids - 1; id >= 0; id--) if (segments[id]) ids.push(id);
      return Int32Array.from(ids);
    });
  }

  arrive.setUp = function (place, teller) { folder = place; told = teller; };
  arrive.open = open;
  arrive.find = find;
  arrive.everything = everything;
  arrive.record = record;
  arrive.facets = facetColumns;
  return arrive;
})();
