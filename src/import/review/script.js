(function () {
  "use strict";
  var places = Array.prototype.slice.call(document.querySelectorAll(".look"));
  var at = -1;
  var count = document.getElementById("count");
  function tell() {
    count.textContent = places.length === 0 ? "Nothing is doubtful."
      : (at < 0 ? places.length + " places to look at." : (at + 1) + " of " + places.length);
  }
  function go(step) {
    if (places.length === 0) { return; }
    at = at < 0 && step < 0 ? places.length - 1 : (at + step + places.length) % places.length;
    places[at].scrollIntoView({ block: "center" });
    places[at].focus({ preventScroll: true });
    tell();
  }
  document.getElementById("next").addEventListener("click", function () { go(1); });
  document.getElementById("previous").addEventListener("click", function () { go(-1); });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "j" || event.key === "n") { go(1); }
    if (event.key === "k" || event.key === "p") { go(-1); }
  });
  tell();
}());
