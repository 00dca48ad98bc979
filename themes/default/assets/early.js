// Runs before the page is shown, so that nothing moves afterwards: says that there are scripts, and
// sets the elder mode that the reader chose.
(() => {
  "use strict";
  const html = document.documentElement;
  html.classList.add("js");
  let chosen = null;
  try { chosen = localStorage.getItem("gongbao-elder"); } catch (e) { /* no storage: not remembered */ }
  // Some browsers give every file on a disk a storage of its own; the tab's name goes along.
  if (chosen === null && window.name === "gongbao-elder") chosen = "on";
  html.classList.toggle("elder", chosen === "on");
})();
