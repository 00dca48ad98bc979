// Reads the page aloud with the browser's own voice, paragraph by paragraph. Loaded when it is asked for.
window.gongbaoAloud = (() => {
  "use strict";
  const button = document.querySelector("[data-aloud]");
  const [pauseWord, resumeWord, stopWord, backWord, onWord, noVoice] = button.dataset.aloud.split("|");
  const say = window.gongbaoPage.say;
  const speech = window.speechSynthesis;
  const main = document.getElementById("main");
  const bar = document.createElement("div");
  const buttons = {};
  let blocks = [];
  let place = 0;
  let turn = 0;

  // What is read: the innermost blocks with words, but no tools and nothing that is folded away.
  const gather = () => {
    const kinds = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, th, td, caption, summary";
    return Array.from(main.querySelectorAll(kinds)).filter((block) =>
      block.getClientRects().length && !block.querySelector(kinds) && !block.closest(".side, .handle, .leaves") && words(block));
  };
  const words = (block) => {
    const copy = block.cloneNode(true);
    copy.querySelectorAll(".printed-page, .footnote, .footnote-back, button").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const voiceFor = (language) => {
    const fits = speech.getVoices().filter((voice) => voice.lang.slice(0, 2).toLowerCase() === language.slice(0, 2));
    return fits.find((voice) => voice.localService) || fits[0] || null;
  };
  const mark = (on) => { if (blocks[place]) blocks[place].classList.toggle("being-read", on); };

  // Short pieces: long ones are cut off by some voices.
  const pieces = (text) => text.match(/[^。！？；.!?;]{1,160}[。！？；.!?;”’）)]*|[^]/g) || [];

  const read = () => {
    turn += 1;
    const own = turn;
    speech.cancel();
    if (!blocks[place]) return stop();
    mark(true);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    blocks[place].scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    const language = (blocks[place].closest("[lang]") || document.documentElement).lang;
    const said = pieces(words(blocks[place])).map((piece) => {
      const utterance = new SpeechSynthesisUtterance(piece);
      utterance.lang = language.replace("zh-Hans", "zh-CN").replace("zh-Hant", "zh-TW");
      utterance.voice = voiceFor(utterance.lang);
      return utterance;
    });
    said[said.length - 1].onend = () => { if (own === turn) go(1); };
    said.forEach((utterance) => speech.speak(utterance));
    pause(false);
  };
  const go = (step) => {
    mark(false);
    place = Math.max(0, place + step);
    read();
  };
  const pause = (on) => {
    buttons.pause.textContent = on ? resumeWord : pauseWord;
    if (on) speech.pause(); else speech.resume();
  };
  const stop = () => {
    turn += 1;
    mark(false);
    speech.cancel();
    bar.hidden = true;
    button.focus();
  };
  const add = (name, label, act) => {
    buttons[name] = bar.appendChild(document.createElement("button"));
    buttons[name].type = "button";
    buttons[name].textContent = label;
    buttons[name].onclick = act;
  };

  bar.className = "aloud-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", button.textContent);
  bar.hidden = true;
  add("back", backWord, () => go(-1));
  add("pause", pauseWord, () => pause(buttons.pause.textContent === pauseWord));
  add("on", onWord, () => go(1));
  add("stop", stopWord, stop);
  document.body.appendChild(bar);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !bar.hidden) stop(); });
  addEventListener("pagehide", () => { if (speech) speech.cancel(); });

  const begin = (from) => {
    mark(false);
    blocks = gather();
    const at = blocks.findIndex((block) => from && (block === from || from.contains(block)));
    place = Math.max(0, at);
    bar.hidden = false;
    buttons.pause.focus();
    read();
  };
  return {
    // From an element on, or from the beginning.
    start: (from) => {
      if (!speech) return say(noVoice);
      if (speech.getVoices().length) return begin(from);
      // Browsers find their voices late; where there are none after a while, there are none.
      let begun = false;
      const ready = () => {
        if (begun) return;
        begun = true;
        if (speech.getVoices().length) begin(from); else say(noVoice);
      };
      speech.addEventListener("voiceschanged", ready, { once: true });
      setTimeout(ready, 1500);
    },
  };
})();
