// What holds today: from the dates that the page states, by the reader's clock. Without this script
// the dates stand for themselves.
(function () {
  "use strict";
  var now = new Date();
  var two = function (n) { return (n < 10 ? "0" : "") + n; };
  var today = now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  Array.prototype.forEach.call(document.querySelectorAll("[data-validity]"), function (place) {
    var from = place.getAttribute("data-from");
    var until = place.getAttribute("data-until");
    var repealed = place.getAttribute("data-repealed");
    var word = "";
    if (repealed && today >= repealed) word = "repealed";
    else if (until && today > until) word = "lapsed";
    else if (from && today < from) word = "pending";
    else if (from && until) word = "current";
    // With no last day stated, nobody knows whether it still holds: nothing is said.
    if (!word) return;
    place.textContent = place.getAttribute("data-word-" + word);
    place.className += " status-" + word;
    place.hidden = false;
  });
})();
