/* Checks a copy against its manifest: reads every file of the folder that the reader picks. Nothing is
   sent anywhere. Works from a disk, so: one classic script, no fetch. */
(function () {
  "use strict";

  var MANIFEST = "manifest.txt";
  var OTHERS = [MANIFEST, "manifest.txt.minisig"];
  var SHOWN = 500;             /* how many paths of a list are shown */
  var LARGE = 32 * 1024 * 1024; /* what is larger is read in pieces */
  var PIECE = 4 * 1024 * 1024;
  var AT_ONCE = 4;

  var words = document.getElementById("words").dataset;
  var input = document.getElementById("folder");
  var run = 0;

  function element(id) { return document.getElementById(id); }

  function say(text, kind) {
    var result = element("result");
    result.textContent = text;
    result.className = "result " + kind;
    result.hidden = false;
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; });
  }

  if (!("webkitdirectory" in input)) {
    say(words.unsupported, "bad");
    return;
  }
  input.disabled = false;
  input.addEventListener("change", function () {
    if (input.files.length) check(Array.prototype.slice.call(input.files));
  });

  /* SHA-256 after FIPS 180-4, for large files, which the browser's own cannot take piece by piece, and
     for browsers that keep theirs from a disk. */
  var K = (function () {
    var constants = new Int32Array(64);
    var found = 0;
    for (var n = 2; found < 64; n += 1) {
      var prime = true;
      for (var d = 2; d * d <= n; d += 1) if (n % d === 0) { prime = false; break; }
      if (prime) {
        var root = Math.cbrt(n);
        constants[found] = Math.floor((root - Math.floor(root)) * 4294967296) | 0;
        found += 1;
      }
    }
    return constants;
  })();

  function Sha256() {
    this.state = new Int32Array([0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]);
    this.rest = new Uint8Array(64);
    this.held = 0;
    this.length = 0;
  }

  var W = new Int32Array(64);

  Sha256.prototype.block = function (bytes, at) {
    var s = this.state;
    var i, x, y;
    for (i = 0; i < 16; i += 1, at += 4) W[i] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
    for (i = 16; i < 64; i += 1) {
      x = W[i - 15];
      y = W[i - 2];
      x = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
      y = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
      W[i] = W[i - 16] + x + W[i - 7] + y | 0;
    }
    var a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
    for (i = 0; i < 64; i += 1) {
      x = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + W[i] | 0;
      y = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + x | 0; d = c; c = b; b = a; a = x + y | 0;
    }
    s[0] = s[0] + a | 0; s[1] = s[1] + b | 0; s[2] = s[2] + c | 0; s[3] = s[3] + d | 0;
    s[4] = s[4] + e | 0; s[5] = s[5] + f | 0; s[6] = s[6] + g | 0; s[7] = s[7] + h | 0;
  };

  Sha256.prototype.add = function (bytes) {
    var at = 0;
    this.length += bytes.length;
    if (this.held) {
      at = Math.min(64 - this.held, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.held);
      this.held += at;
      if (this.held < 64) return;
      this.block(this.rest, 0);
      this.held = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
    this.rest.set(bytes.subarray(at), 0);
    this.held = bytes.length - at;
  };

  Sha256.prototype.end = function () {
    var length = this.length;
    var tail = new Uint8Array((this.held < 56 ? 64 : 128) - this.held);
    var view = new DataView(tail.buffer);
    tail[0] = 0x80;
    view.setUint32(tail.length - 8, Math.floor(length / 536870912));
    view.setUint32(tail.length - 4, length * 8 >>> 0);
    this.add(tail);
    var out = new Uint8Array(32);
    for (var i = 0; i < 8; i += 1) new DataView(out.buffer).setInt32(4 * i, this.state[i]);
    return out;
  };

  function hex(bytes) {
    var text = "";
    for (var i = 0; i < bytes.length; i += 1) text += (bytes[i] + 256).toString(16).slice(1);
    return text;
  }

  function bytesOf(blob) {
    if (blob.arrayBuffer) return blob.arrayBuffer();
    return new Promise(function (resolve, reject) {
      var reader = new FileReader();
      reader.onload = function () { resolve(reader.result); };
      reader.onerror = function () { reject(reader.error); };
      reader.readAsArrayBuffer(blob);
    });
  }

  /* The sum of a file as hexadecimal digits. Between pieces the page may draw and answer. */
  function sumOf(file, step) {
    if (file.size <= LARGE && window.crypto && crypto.subtle) {
      return bytesOf(file).then(function (bytes) {
        return crypto.subtle.digest("SHA-256", bytes);
      }).then(function (sum) {
        step(file.size);
        return hex(new Uint8Array(sum));
      });
    }
    var hash = new Sha256();
    var piece = function (at) {
      if (at >= file.size) return Promise.resolve(hex(hash.end()));
      return bytesOf(file.slice(at, at + PIECE)).then(function (bytes) {
        hash.add(new Uint8Array(bytes));
        step(bytes.byteLength);
        return new Promise(function (resolve) { setTimeout(resolve, 0); });
      }).then(function () { return piece(at + PIECE); });
    };
    return piece(0);
  }

  /* The manifest's files by path, or the line from which on it is damaged. */
  function parse(text) {
    var lines = text.split("\n");
    var files = new Map();
    var bytes = 0;
    var size = null;
    var counts = /^# (\d+) files, (\d+) bytes$/.exec(lines[2] || "");
    if (lines[0] !== "# gongbao manifest 1" || !counts || lines[lines.length - 1] !== "") return { line: 1 };
    for (var i = 3; i < lines.length - 1; i += 1) {
      var remark = /^# (\d+)$/.exec(lines[i]);
      var listed = /^([0-9a-f]{64})  (.+)$/.exec(lines[i]);
      if (remark && size === null) {
        size = Number(remark[1]);
      } else if (listed && size !== null && !files.has(listed[2])) {
        files.set(listed[2], { size: size, sum: listed[1] });
        bytes += size;
        size = null;
      } else {
        return { line: i + 1 };
      }
    }
    if (files.size !== Number(counts[1]) || bytes !== Number(counts[2])) return { line: 3 };
    return { files: files, bytes: bytes };
  }

  function isLitter(path) {
    return /^(System Volume Information|\$RECYCLE\.BIN|RECYCLER|\.Spotlight-V100|\.Trashes|\.fseventsd|\.TemporaryItems|\.DocumentRevisions-V100|lost\+found|\.Trash-\d+)\//.test(path)
      || /(^|\/)(\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini|\._[^/]*)$/.test(path);
  }

  function list(title, paths) {
    if (!paths.length) return;
    paths.sort();
    var heading = document.createElement("h2");
    heading.textContent = title + " (" + paths.length + ")";
    var items = document.createElement("ul");
    items.className = "files";
    paths.slice(0, SHOWN).forEach(function (path) {
      var item = document.createElement("li");
      item.textContent = path;
      items.appendChild(item);
    });
    if (paths.length > SHOWN) {
      var more = document.createElement("li");
      more.textContent = fill(words.more, { n: paths.length - SHOWN });
      items.appendChild(more);
    }
    element("lists").appendChild(heading);
    element("lists").appendChild(items);
  }

  function check(picked) {
    run += 1;
    var mine = run;
    element("result").hidden = true;
    element("fingerprint").hidden = true;
    element("lists").textContent = "";
    var path = function (file) { return file.webkitRelativePath || file.name; };
    var isManifest = function (file) { return file.name === MANIFEST; };
    /* The copy's root is where the manifest lies, whatever was picked above it. */
    var manifest = picked.filter(isManifest).sort(function (a, b) {
      return path(a).split("/").length - path(b).split("/").length;
    })[0];
    if (!manifest) return say(words.noManifest, "bad");
    var root = path(manifest).slice(0, -MANIFEST.length);
    var there = new Map();
    picked.forEach(function (file) {
      if (path(file).slice(0, root.length) === root) there.set(path(file).slice(root.length), file);
    });
    bytesOf(manifest).then(function (bytes) {
      bytes = new Uint8Array(bytes);
      var whole = new Sha256();
      whole.add(bytes);
      var listed = parse(new TextDecoder("utf-8").decode(bytes));
      if (mine !== run) return;
      if (!listed.files) return say(fill(words.damaged, { line: listed.line }), "bad");
      element("sum").textContent = hex(whole.end()).replace(/(.{8})(?=.)/g, "$1 ");
      element("fingerprint").hidden = false;
      compare(mine, listed, there);
    }).catch(function () { say(words.noManifest, "bad"); });
  }

  function compare(mine, listed, there) {
    var wrong = { missing: [], changed: [], added: [], unreadable: [] };
    var litter = 0;
    there.forEach(function (file, path) {
      if (listed.files.has(path) || OTHERS.indexOf(path) >= 0) return;
      if (isLitter(path)) litter += 1;
      else wrong.added.push(path);
    });
    var paths = Array.from(listed.files.keys());
    var next = 0, done = 0, read = 0, drawn = 0;
    var bar = element("bar");
    element("work").hidden = false;
    var draw = function (path) {
      if (Date.now() - drawn < 80 && done < paths.length) return;
      drawn = Date.now();
      bar.value = listed.bytes ? read / listed.bytes : 1;
      element("now").textContent = fill(words.reading, { n: done, of: paths.length }) + (path ? "  " + path : "");
    };
    var one = function (path) {
      var file = there.get(path);
      var expected = listed.files.get(path);
      if (!file) return wrong.missing.push(path), Promise.resolve();
      if (file.size !== expected.size) return wrong.changed.push(path), Promise.resolve();
      return sumOf(file, function (bytes) {
        read += bytes;
        if (mine === run) draw(path);
      }).then(function (sum) {
        if (sum !== expected.sum) wrong.changed.push(path);
      }, function () {
        wrong.unreadable.push(path);
      });
    };
    var worker = function () {
      /* Not by recursion through promises alone: files that are not read come in long runs. */
      var step = function () {
        var quick = 0;
        while (mine === run && next < paths.length) {
          var path = paths[next];
          next += 1;
          var file = there.get(path);
          var result = one(path);
          if (file && file.size === listed.files.get(path).size) {
            return result.then(function () { done += 1; }).then(step);
          }
          done += 1;
          quick += 1;
          if (quick === 1000) return new Promise(function (resolve) { setTimeout(resolve, 0); }).then(step);
        }
        return Promise.resolve();
      };
      return step();
    };
    var workers = [];
    for (var i = 0; i < AT_ONCE; i += 1) workers.push(worker());
    Promise.all(workers).then(function () {
      if (mine !== run) return;
      draw("");
      element("work").hidden = true;
      var problems = wrong.missing.length + wrong.changed.length + wrong.added.length + wrong.unreadable.length;
      if (problems) say(fill(words.bad, { n: problems, of: paths.length }), "bad");
      else say(fill(words.good, { n: paths.length }) + (litter ? " " + fill(words.litter, { n: litter }) : ""), "good");
      list(words.changed, wrong.changed);
      list(words.missing, wrong.missing);
      list(words.added, wrong.added);
      list(words.unreadable, wrong.unreadable);
    });
  }
})();
