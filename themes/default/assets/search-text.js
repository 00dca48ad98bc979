// Text as the index sees it: folding, normal text, numerals, the phrases of a query and their terms,
// and where a text holds them. The rules are those of docs/search-index.md.
var gongbaoText = (function () {
  "use strict";
  var BLANK = 1, MARK = 2, DENSE = 3, LETTER = 4;
  var DROPPED = 0xffffffff;

  var classes = (function () {
    var table = new Uint8Array(0x10000).fill(LETTER);
    function put(kind, ranges) {
      ranges.split(" ").forEach(function (range) {
        var ends = range.split("-");
        table.fill(kind, parseInt(ends[0], 16), parseInt(ends[1] || ends[0], 16) + 1);
      });
    }
    put(MARK, "0-2f 3a-40 5b-60 7b-a9 ab-b4 b6-b9 bb-bf d7 f7 2c2-2df 37e 387 55a-55f 589-58a 5be 5c0 5c3 60c 61b 61f " +
      "66a-66d 6d4 964-965 1800-180a 2010-206f 20a0-20cf 2190-245f 2500-2bff 2e00-2e7f 3000-3004 3008-3020 3030 3036-3037 " +
      "303d-303f 30fb d800-dfff fd3e-fd3f fe10-fe6f ff00-ffef fff0-ffff");
    put(DENSE, "30-39 e00-fff 1000-109f 1100-11ff 1780-17ff 2460-24ff 2e80-2fff 3005-3007 3021-302f 3031-3035 " +
      "3038-303c 3040-30fa 30fc-4dbf 4e00-a4cf ac00-d7ff e000-faff");
    put(BLANK, "9-d 20 85 a0 1680 2000-200a 2028-2029 202f 205f 3000");
    return table;
  })();

  function kindOf(code) {
    return code < 0x10000 ? classes[code] : code < 0x40000 ? DENSE : MARK;
  }

  function isInRun(code) {
    return kindOf(code) >= DENSE;
  }

  // What a character becomes. Before the table is there, every character stays.
  var folds = null;
  var rareFolds = new Map();

  function useFolds(table) {
    folds = new Uint32Array(0x10000);
    function put(from, to) {
      if (from < 0x10000) folds[from] = to; else rareFolds.set(from, to);
    }
    var to = Array.from(table.to);
    Array.from(table.from).forEach(function (character, at) { put(character.codePointAt(0), to[at].codePointAt(0)); });
    table.runs.forEach(function (run) { for (var i = 0; i < run[2]; i++) put(run[0] + i, run[1] + i); });
    table.drop.forEach(function (range) { for (var code = range[0]; code <= range[1]; code++) put(code, DROPPED); });
  }

  function fold(code) {
    if (!folds) return code;
    return (code < 0x10000 ? folds[code] : rareFolds.get(code)) || code;
  }

  // Normal text: `codes`, and for each the place in the source where it begins and ends.
  function normal(source) {
    var codes = [], from = [], until = [];
    var blanks = -1;
    for (var at = 0; at < source.length;) {
      var code = source.codePointAt(at);
      var end = at + (code > 0xffff ? 2 : 1);
      code = fold(code);
      if (code === DROPPED) { at = end; continue; }
      if (kindOf(code) === BLANK) {
        if (blanks < 0) blanks = at;
      } else {
        // Next to a dense character a blank means nothing.
        if (blanks >= 0 && codes.length && kindOf(code) !== DENSE && kindOf(codes[codes.length - 1]) !== DENSE) {
          codes.push(0x20); from.push(blanks); until.push(at);
        }
        blanks = -1;
        codes.push(code); from.push(at); until.push(end);
      }
      at = end;
    }
    return { codes: codes, from: from, until: until };
  }

  var UNITS = { "十": 10, "百": 100, "千": 1000 };

  // The value of a well-formed numeral with 十, 百 or 千, or -1. The digits in it are 0 to 9 already.
  function numeral(run) {
    var value = 0, last = 10000;
    for (var at = 0; at < run.length;) {
      // A zero stands for places that are skipped between two others.
      if (run[at] === "0" && at > 0 && at + 1 < run.length) at++;
      var bare = at === 0 && run[at] === "十";
      if (!bare && !/[1-9]/.test(run[at])) return -1;
      var unitAt = bare ? at : at + 1;
      var unit = unitAt < run.length ? UNITS[run[unitAt]] : 1;
      if (!unit || unit >= last) return -1;
      value += (bare ? 1 : Number(run[at])) * unit;
      last = unit;
      at = unitAt + 1;
    }
    return /[十百千]/.test(run) ? value : -1;
  }

  function isNumeralPart(code) {
    return (code >= 0x30 && code <= 0x39) || code === 0x5341 || code === 0x767e || code === 0x5343;
  }

  // Normal text with numerals in digits, or null where that is the same.
  function numeralForm(text) {
    var codes = text.codes;
    var out = null;
    for (var at = 0, copied = 0; at < codes.length;) {
      if (!isNumeralPart(codes[at])) { at++; continue; }
      var end = at;
      while (end < codes.length && isNumeralPart(codes[end])) end++;
      var run = stringOf(codes.slice(at, Math.min(end, at + 12)));
      var counts = (at > 0 && codes[at - 1] === 0x7b2c) || (end < codes.length && "年月日号条届期".indexOf(String.fromCodePoint(codes[end])) >= 0);
      var value = counts && end - at <= 12 ? numeral(run) : -1;
      if (value >= 0) {
        out = out || { codes: [], from: [], until: [] };
        append(out, text, copied, at);
        String(value).split("").forEach(function (digit) {
          out.codes.push(digit.charCodeAt(0)); out.from.push(text.from[at]); out.until.push(text.until[end - 1]);
        });
        copied = end;
      }
      at = end;
    }
    if (out) append(out, text, copied, codes.length);
    return out;
  }

  function append(out, text, start, end) {
    for (var i = start; i < end; i++) {
      out.codes.push(text.codes[i]); out.from.push(text.from[i]); out.until.push(text.until[i]);
    }
  }

  function stringOf(codes) {
    var out = "";
    for (var i = 0; i < codes.length; i++) out += String.fromCodePoint(codes[i]);
    return out;
  }

  // --- A query ---------------------------------------------------------------------------------

  var QUOTES = { "\"": "\"", "“": "”", "「": "」", "『": "』", "＂": "＂" };

  // The phrases of a query: each with its source, and whether it is quoted or excluded.
  function phrases(query) {
    var found = [];
    var at = 0;
    while (at < query.length) {
      if (kindOf(query.charCodeAt(at)) === BLANK) { at++; continue; }
      var excluded = /[-－]/.test(query[at]) && at + 1 < query.length && kindOf(query.charCodeAt(at + 1)) !== BLANK;
      if (excluded) at++;
      var close = QUOTES[query[at]];
      var end = close ? query.indexOf(close, at + 1) : -1;
      var quoted = end >= 0;
      var start = quoted ? at + 1 : at;
      if (!quoted) {
        end = start;
        while (end < query.length && kindOf(query.charCodeAt(end)) !== BLANK && !(end > start && QUOTES[query[end]])) end++;
      }
      var phrase = readPhrase(query.slice(start, end), quoted, excluded);
      if (phrase) found.push(phrase);
      at = quoted ? end + 1 : end;
    }
    return found;
  }

  function readPhrase(source, quoted, excluded) {
    var text = normal(source);
    var first = 0, last = text.codes.length;
    while (first < last && !isInRun(text.codes[first])) first++;
    while (last > first && !isInRun(text.codes[last - 1])) last--;
    if (first === last) return null;
    var trimmed = { codes: text.codes.slice(first, last), from: text.from.slice(first, last), until: text.until.slice(first, last) };
    var other = numeralForm(trimmed);
    var phrase = { quoted: quoted, excluded: excluded, codes: trimmed.codes };
    phrase.dense = trimmed.codes.some(function (code) { return kindOf(code) === DENSE; });
    phrase.text = stringOf(trimmed.codes);
    phrase.numerals = other && stringOf(other.codes);
    phrase.length = trimmed.codes.filter(isInRun).length;
    phrase.forms = [trimmed.codes].concat(other ? [other.codes] : []).map(function (codes) { return terms(codes, phrase); });
    return phrase;
  }

  // The terms of a form, in the parts that a sentence's end divides it into:
  // {key: number} or {word: text, beginning: true or false}, each with the places of its first and its last
  // character in the form, `at` and `last`.
  function terms(codes, phrase) {
    var part = [];
    var parts = [part];
    var bare = !phrase.dense;
    for (var at = 0; at < codes.length; at++) {
      var code = codes[at];
      if (endsSentence(code)) {
        if (part.length) parts.push(part = []);
        continue;
      }
      if (!isInRun(code)) continue;
      var behind = pairBehind(codes, at);
      if (kindOf(code) === DENSE && !behind && !pairBefore(codes, at)) part.push({ key: code * 0x40000, at: at, last: at });
      if (kindOf(code) === LETTER && (at === 0 || kindOf(codes[at - 1]) !== LETTER)) {
        var end = at;
        while (end < codes.length && kindOf(codes[end]) === LETTER) end++;
        var begins = at > 0 || bare;
        var ends = end < codes.length || (bare && phrase.quoted);
        if (begins && (ends || bare)) part.push(Object.assign(wordTerm(codes.slice(at, end), !ends), { at: at, last: end - 1 }));
      }
      [behind, mentionBehind(codes, at)].forEach(function (key) {
        if (key) part.push({ key: key, at: at, last: behindMarks(codes, at + 1) });
      });
    }
    if (!part.length && parts.length > 1) parts.pop();
    return parts;
  }

  // The key of a character and the next one, over marks or not, or 0 if that is no term.
  function pairBehind(codes, at) {
    var next = behindMarks(codes, at + 1);
    if (next >= codes.length || (kindOf(codes[at]) !== DENSE && kindOf(codes[next]) !== DENSE)) return 0;
    if (next === at + 1) return codes[at] * 0x40000 + codes[next];
    if (codes[at] >= 0x20000 || (isDigit(codes[at]) && isDigit(codes[next]))) return 0;
    return (codes[at] + 0x20000) * 0x40000 + (isDigit(codes[at]) ? codes[next] : codes[next] % 32);
  }

  function behindMarks(codes, at) {
    while (at < codes.length && !isInRun(codes[at])) at++;
    return at;
  }

  function behindDigits(codes, at) {
    while (at < codes.length && isDigit(codes[at])) at++;
    return at;
  }

  // The key of the mention of a number whose year stands behind a character, if both are known whole:
  // 政发(2018)8号, but not 发(2018)8, which may go on. Else 0.
  function mentionBehind(codes, at) {
    var year = behindMarks(codes, at + 1), closing = behindDigits(codes, year);
    var number = behindMarks(codes, closing), end = behindDigits(codes, number);
    if (at < 1 || !isInRun(codes[at - 1]) || year === at + 1 || closing === year || end === number || end >= codes.length) return 0;
    if (codes[number - 1] !== 0x29) return 0;
    var words = stringOf(codes.slice(at - 1, at + 1).concat(codes.slice(year, closing), 0x29, codes.slice(number, end)));
    return 0x800000000 + hashOf(new TextEncoder().encode(words)) % 0x10000;
  }

  // FNV-1a, 32 bits.
  function hashOf(bytes) {
    var hash = 2166136261;
    for (var i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 16777619);
    return hash >>> 0;
  }

  function isDigit(code) { return code >= 0x30 && code <= 0x39; }

  function pairBefore(codes, at) {
    for (var before = at - 1; before >= 0; before--) if (isInRun(codes[before])) return pairBehind(codes, before);
    return 0;
  }

  function endsSentence(code) {
    return code === 0x3002 || code === 0x21 || code === 0x3f || code === 0x3b;
  }

  // Whether a list has ids alone: that of a single character, of a pair over marks, or of a mention.
  function isPlain(term) {
    return !term.word && (term.key % 0x40000 === 0 || term.key >= 0x800000000);
  }

  function wordTerm(letters, beginning) {
    if (beginning && letters.length === 1) return { key: letters[0] * 0x40000 };
    return { word: stringOf(letters.slice(0, 24)), beginning: beginning };
  }

  // The key that a document number is looked up by: 临政发|2018|8.
  function numberKey(source) {
    var codes = [];
    Array.from(source).forEach(function (character) {
      var code = fold(character.codePointAt(0));
      if (code !== DROPPED && kindOf(code) !== BLANK) codes.push(code);
    });
    var parts = [], open = false;
    function add(words) {
      if (open) parts[parts.length - 1] += words; else parts.push(words);
      open = true;
    }
    for (var at = 0; at < codes.length;) {
      var end = at;
      while (end < codes.length && isNumeralPart(codes[end])) end++;
      if (end > at) {
        var run = stringOf(codes.slice(at, end)), value = numeral(run);
        at = end;
        if (value < 0 && /\D/.test(run)) { add(run); continue; }
        parts.push(value < 0 ? run.replace(/^0+(?=.)/, "") : String(value));
        open = false;
        // 年 behind a year says nothing more.
        if (codes[at] === 0x5e74) at++;
        continue;
      }
      var code = codes[at++];
      if (!isInRun(code)) open = false;
      else if (code !== 0x7b2c && code !== 0x53f7) add(String.fromCodePoint(code));
    }
    return parts.join("|");
  }

  // --- Where a text holds a phrase -------------------------------------------------------------

  // A block prepared for looking: its normal text and numeral form as strings and as codes.
  function block(source) {
    var text = normal(source);
    var other = numeralForm(text);
    var forms = [text].concat(other || []);
    return { source: source, forms: forms.map(function (form) { return { text: stringOf(form.codes), map: form }; }) };
  }

  function isLetterAt(text, at) {
    if (at < 0 || at >= text.length) return false;
    var code = text.codePointAt(at);
    return kindOf(code) === LETTER && !(code >= 0xd800 && code < 0xe000);
  }

  // Where a form of a block holds words from a place on, or -1.
  function find(text, words, phrase, start) {
    for (var at = text.indexOf(words, start); at >= 0; at = text.indexOf(words, at + 1)) {
      var bare = !phrase.dense && isLetterAt(words, 0);
      if (bare && isLetterAt(text, at - 1)) continue;
      if (bare && phrase.quoted && isLetterAt(text, at + words.length)) continue;
      return at;
    }
    return -1;
  }

  // A block without numerals is its own numeral form.
  function wordsFor(phrase, prepared, which) {
    return which === prepared.forms.length - 1 && phrase.numerals ? [phrase.text, phrase.numerals] : [phrase.text];
  }

  function holds(prepared, phrase) {
    return prepared.forms.some(function (form, which) {
      return wordsFor(phrase, prepared, which).some(function (words) { return find(form.text, words, phrase, 0) >= 0; });
    });
  }

  // Every place of a phrase in a block, as [start, end] in its source.
  function places(prepared, phrase) {
    var found = [];
    prepared.forms.forEach(function (form, which) {
      wordsFor(phrase, prepared, which).forEach(function (words) {
        for (var at = find(form.text, words, phrase, 0); at >= 0; at = find(form.text, words, phrase, at + words.length)) {
          // From places of the string to those of its characters.
          var first = Array.from(form.text.slice(0, at)).length;
          var last = first + Array.from(words).length - 1;
          found.push([form.map.from[first], form.map.until[last]]);
        }
      });
    });
    return found.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
  }

  return {
    useFolds: useFolds, normal: normal, phrases: phrases, numberKey: numberKey,
    block: block, holds: holds, places: places, isInRun: isInRun, isPlain: isPlain, hashOf: hashOf
  };
})();
