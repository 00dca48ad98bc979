// Raw deflate (RFC 1951): by the browser, or by hand where it is too old to know how.
var gongbaoInflate = (function () {
  "use strict";
  var native = (function () {
    try { return Boolean(new DecompressionStream("deflate-raw")) && Boolean(window.Response); } catch (error) { return false; }
  })();

  function inflateNative(bytes) {
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer()
      .then(function (buffer) { return new Uint8Array(buffer); });
  }

  // How many codes there are of each length, and the symbols in the order of their codes.
  function codes(lengths) {
    var counts = new Uint16Array(16), starts = new Uint16Array(16), symbols = new Uint16Array(lengths.length);
    lengths.forEach(function (length) { counts[length]++; });
    counts[0] = 0;
    for (var i = 1; i < 16; i++) starts[i] = starts[i - 1] + counts[i - 1];
    lengths.forEach(function (length, symbol) { if (length) symbols[starts[length]++] = symbol; });
    return { counts: counts, symbols: symbols };
  }

  var LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  var LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  var ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  function inflate(bytes) {
    var out = new Uint8Array(bytes.length * 4 + 64), size = 0;
    var at = 0, held = 0, heldBits = 0;

    function bits(count) {
      while (heldBits < count) {
        if (at >= bytes.length) throw new Error("the data end too early");
        held |= bytes[at++] << heldBits;
        heldBits += 8;
      }
      var value = held & (1 << count) - 1;
      held >>>= count;
      heldBits -= count;
      return value;
    }

    function symbol(table) {
      var code = 0, first = 0, index = 0;
      for (var length = 1; length < 16; length++) {
        code |= bits(1);
        var count = table.counts[length];
        if (code - count < first) return table.symbols[index + code - first];
        index += count;
        first = first + count << 1;
        code <<= 1;
      }
      throw new Error("there is no such code");
    }

    function room(count) {
      if (size + count <= out.length) return;
      var larger = new Uint8Array(Math.max(out.length * 2, size + count));
      larger.set(out);
      out = larger;
    }

    function stored() {
      held = heldBits = 0;
      var count = bytes[at] | bytes[at + 1] << 8;
      room(count);
      out.set(bytes.subarray(at + 4, at + 4 + count), size);
      at += 4 + count;
      size += count;
    }

    function dynamic() {
      var literals = bits(5) + 257, distances = bits(5) + 1, count = bits(4) + 4;
      var lengths = new Array(19).fill(0);
      for (var i = 0; i < count; i++) lengths[ORDER[i]] = bits(3);
      var table = codes(lengths);
      lengths = [];
      while (lengths.length < literals + distances) {
        var next = symbol(table);
        var value = next < 16 ? next : next === 16 ? lengths[lengths.length - 1] : 0;
        var times = next < 16 ? 1 : next === 16 ? 3 + bits(2) : next === 17 ? 3 + bits(3) : 11 + bits(7);
        while (times--) lengths.push(value);
      }
      compressed(codes(lengths.slice(0, literals)), codes(lengths.slice(literals, literals + distances)));
    }

    function compressed(literals, distances) {
      for (;;) {
        var next = symbol(literals);
        if (next === 256) return;
        if (next < 256) {
          room(1);
          out[size++] = next;
          continue;
        }
        var length = LENGTHS[next - 257] + bits(LENGTH_BITS[next - 257]);
        var code = symbol(distances), extra = code < 4 ? 0 : (code >> 1) - 1;
        var back = (code < 4 ? code : (2 + (code & 1)) << extra) + 1 + bits(extra);
        room(length);
        for (var i = 0; i < length; i++, size++) out[size] = out[size - back];
      }
    }

    for (var last = 0; !last;) {
      last = bits(1);
      var kind = bits(2);
      if (kind === 0) stored();
      else if (kind === 1) {
        var fixed = [];
        for (var i = 0; i < 288; i++) fixed.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
        compressed(codes(fixed), codes(new Array(30).fill(5)));
      } else dynamic();
    }
    return out.subarray(0, size);
  }

  return native ? inflateNative : function (bytes) {
    return new Promise(function (resolve) { resolve(inflate(bytes)); });
  };
})();
