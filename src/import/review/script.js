(function () {
  "use strict";
  var places = Array.prototype.slice.call(document.querySelectorAll(".look"));
  var at = -1;
  var count = document.getElementById("count");
  var only = document.getElementById("only");
  var named = document.body.getAttribute("data-place").split("{}");

  // How much of the head stays in view while the page is scrolled: on a narrow window not its title.
  function measure() {
    var head = document.querySelector("header");
    var up = window.matchMedia("(max-width: 50rem)").matches ? document.querySelector(".steps").offsetTop - 6 : 0;
    document.documentElement.style.setProperty("--up", -up + "px");
    document.documentElement.style.setProperty("--head", head.offsetHeight - up + "px");
  }

  // A place taller than the window begins at its top, where it says why it is one.
  function show(place) {
    place.scrollIntoView({ block: place.offsetHeight > window.innerHeight / 2 ? "start" : "center" });
  }

  function go(step) {
    if (places.length === 0) { return; }
    at = at < 0 && step < 0 ? places.length - 1 : (at + step + places.length) % places.length;
    show(places[at]);
    places[at].focus({ preventScroll: true });
    count.textContent = named[0] + (at + 1) + named[1] + places.length + named[2];
  }

  window.addEventListener("resize", measure);
  // Steps go on from the place that was clicked or reached by the tab key.
  places.forEach(function (place, index) {
    place.addEventListener("focusin", function () { at = index; });
    place.addEventListener("click", function () { at = index; });
  });
  document.getElementById("next").addEventListener("click", function () { go(1); });
  document.getElementById("previous").addEventListener("click", function () { go(-1); });
  only.addEventListener("change", function () {
    document.body.classList.toggle("only", only.checked);
    if (at >= 0) { show(places[at]); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "j" || event.key === "n") { go(1); }
    if (event.key === "k" || event.key === "p") { go(-1); }
  });
  if (places.length > 0) {
    Array.prototype.forEach.call(document.querySelectorAll(".buttons, .keys"), function (hidden) {
      hidden.hidden = false;
    });
  }
  measure();
}());
