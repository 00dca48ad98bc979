// The box in the head of a page: any way of writing a document number leads to its document, and all
// else to the search page, if there is one. What is held is loaded as classic scripts when it is asked
// for, so that the box works from a disk without a server.
var gongbaoNumbers = (function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    var box = document.querySelector("[role=search] input");
    var writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (!box || event.key !== "/" || writing || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  var form = document.querySelector(".number-box");
  if (!form) return {};
  var root = form.getAttribute("data-root");
  var said = form.querySelector("[role=status]");
  var names = null;
  var kinds = [];
  var held = {};
  var waiting = null;

  // No such number is held: a search may find what is meant.
  function missing(typed) {
    if (form.elements.q) form.submit();
    else said.textContent = form.getAttribute("data-missing").replace("{number}", typed);
  }

  function load(path, then) {
    var script = document.createElement("script");
    waiting = then;
    script.src = root + path;
    script.onerror = function () { then(); };
    document.head.appendChild(script);
  }

  // One way of writing: no blanks, half width, Arabic digits, 〔〕 for all brackets.
  function normal(text) {
    text = (text.normalize ? text.normalize("NFKC") : text).replace(/\s+/g, "");
    text = text.replace(/[\[({【〖〈﹝]/g, "〔").replace(/[\])}】〗〉﹞]/g, "〕").replace(/[寻號]$/, "号");
    return text.replace(/[〇○零一二三四五六七八九]/g, function (digit, at, whole) {
      var near = whole.charAt(at - 1) + whole.charAt(at + 1);
      var value = "〇一二三四五六七八九".indexOf(digit);
      // 一 in a name is no digit; beside 第, 〔 or another digit it is.
      return /[第〔号年〇○零一二三四五六七八九\d]/.test(near) ? String(value < 0 ? 0 : value) : digit;
    });
  }

  // The name of a register and that of the number in its folder.
  function parse(text) {
    var m = /^(.*?)〔?((?:19|20)\d\d)年?〕第?0*(\d+)号?$/.exec(text);
    if (m) return { series: m[1], name: m[2] + "-" + m[3] };
    m = /^(.*?)((?:19|20)\d\d)年第?0*(\d+)号?$/.exec(text);
    if (m) return { series: m[1], name: m[2] + "-" + m[3] + "-n" };
    m = /^(.*字)第?([0-9A-Za-z-]+)号?$/.exec(text);
    if (m) return { series: m[1], name: m[2].toLowerCase() };
    m = /^(.*?)第?0*(\d+)号?(令|公告|通告)?$/.exec(text);
    if (m && m[1]) return { series: m[1] + (m[3] || ""), name: m[2] };
    return null;
  }

  // The folder of the longest register's name that the text ends with: words before it do no harm.
  function folder(series) {
    for (var at = 0; at < series.length; at++) {
      for (var i = 0; i < names.length; i++) {
        if (normal(names[i][0]) === series.slice(at)) return names[i][1];
      }
    }
    return null;
  }

  function go(folder, name) {
    location.href = root + "n/" + folder + "/" + name + ".html";
  }

  function lookUpOther(text, typed) {
    withHeld("other", function (list) {
      for (var i = 0; i < list.length; i++) {
        if (normal(list[i][1]).toLowerCase() === text.toLowerCase()) return go("other", list[i][0]);
      }
      missing(typed);
    });
  }

  function withHeld(folder, then) {
    if (held[folder]) return then(held[folder]);
    load("n/" + folder + "/held.js", function () { then(held[folder] || []); });
  }

  // What a number means that is of a kind the archive declares: its key.
  function declared(typed) {
    var text = (typed.normalize ? typed.normalize("NFKC") : typed).trim();
    for (var i = 0; i < kinds.length; i++) {
      var pattern = read(kinds[i][0], kinds[i][1]);
      var groups = pattern && pattern.exec(text);
      if (groups) return key(kinds[i][2], groups.groups || {});
    }
    return typed;
  }

  function read(pattern, flags) {
    pattern = "^(?:" + pattern + ")$";
    try { return new RegExp(pattern, flags + "u"); } catch (strict) {
      try { return new RegExp(pattern, flags); } catch (unknown) { return null; }
    }
  }

  function key(template, groups) {
    return template.replace(/\{\s*([^{}]*?)\s*\}/g, function (all, name) { return groups[name] || ""; });
  }

  function lookUp(typed) {
    var text = normal(declared(typed));
    var number = parse(text);
    var place = number && folder(number.series);
    if (!place) return lookUpOther(text, typed);
    withHeld(place, function (list) {
      var name = list.indexOf(number.name) >= 0 ? number.name : number.name + "-n";
      if (list.indexOf(name) >= 0) go(place, name); else missing(typed);
    });
  }

  form.addEventListener("submit", function (event) {
    var typed = form.querySelector("input").value.trim();
    // Words without a numeral are no number.
    if (form.elements.q && !/\d/.test(normal(typed))) return;
    event.preventDefault();
    said.textContent = "";
    if (!typed) return;
    if (names) return lookUp(typed);
    load("n/registers.js", function () { names = names || []; lookUp(typed); });
  });

  // The browser's own box for searching leads here with the number in the address.
  var asked = /[?&]number=([^&]+)/.exec(location.search);
  if (asked) {
    form.querySelector("input").value = decodeURIComponent(asked[1].replace(/\+/g, " "));
    setTimeout(function () { form.querySelector("button").click(); }, 0);
  }

  function done() {
    var then = waiting;
    waiting = null;
    if (then) then();
  }
  return {
    registers: function (list, declared) { names = list; kinds = declared || []; done(); },
    held: function (entry) { held[entry[0]] = entry[1]; done(); }
  };
})();
