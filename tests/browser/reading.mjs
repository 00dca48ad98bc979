// What a page of text can do for its reader, tried as a reader would.

import { smallWords } from "./every-page.mjs";

const DOCUMENT = "2024/11/03-school-bus.html";
const CITATION = "澜川区人民政府：《澜川区人民政府关于印发澜川区校车安全管理办法的通知》（澜政发〔2024〕16号），《澜川区人民政府公报》2024年第11期";

export async function reading(looker, origin, name) {
  await copying(looker, origin, name);
  await copyingByHand(looker, origin, name);
  await selecting(looker, origin);
  await keyboard(looker, origin, name);
  await journey(looker, origin, name);
  await contents(looker, origin);
  await elder(looker, origin, name);
  await aloud(looker, origin);
}

/** What was copied last, wherever the browser lets it be read. */
async function clipboard(page) {
  return page.evaluate(() => navigator.clipboard.readText());
}

async function copying(looker, origin, name) {
  const page = await looker.open(origin, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(origin + DOCUMENT);
  const copied = async (expected, what) => {
    await page.waitForFunction(() => document.querySelector(".said").textContent);
    const words = await clipboard(page);
    looker.expect(page, words === expected, `${what} copies ${JSON.stringify(words)} (${name})`);
    await page.evaluate(() => { document.querySelector(".said").textContent = ""; });
  };
  await page.locator(".cite-text .copy").click();
  await copied(CITATION + "，第10–16页", "the box");
  await page.locator(".cite-address .copy").click();
  await copied("https://gazette.example/n/lzf/2024-16.html", "the permanent address");
  await page.locator(".side > .copy").click();
  await page.waitForFunction(() => document.querySelector(".said").textContent);
  const facts = await clipboard(page);
  looker.expect(page, facts.includes("文号\t澜政发〔2024〕16号\n"), `the facts copy as ${facts}`);
  await page.evaluate(() => { document.querySelector(".said").textContent = ""; });

  // The fifth article stands on printed page 13.
  const article = page.locator("[id$='art_5']").first();
  await article.hover();
  await page.locator(".handle > button").click();
  await page.locator(".handle-menu button").nth(0).click();
  await copied(`https://gazette.example/${DOCUMENT}#${await article.getAttribute("id")}`, "a paragraph's link");
  await article.hover();
  await page.locator(".handle > button").click();
  await page.locator(".handle-menu button").nth(1).click();
  await copied(CITATION + "，第13页", "a paragraph's citation");
  await page.context().close();
}

/** Browsers that refuse to copy show the words, selected. */
async function copyingByHand(looker, origin, name) {
  const page = await looker.open(origin);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  });
  await page.goto(origin + DOCUMENT);
  await page.locator(".cite-text .copy").click();
  const field = page.locator("textarea");
  looker.expect(page, (await field.inputValue()) === CITATION + "，第10–16页", `nothing can be picked up by hand (${name})`);
  const selected = await field.evaluate((field) => field.selectionEnd - field.selectionStart === field.value.length);
  looker.expect(page, selected, "the words to be copied are not selected");
  await page.context().close();
}

/** The text can be selected, and is copied without marks and handles. */
async function selecting(looker, origin) {
  const page = await looker.open(origin);
  await page.goto(origin + DOCUMENT);
  await page.locator("[id$='art_5']").first().hover();
  const words = await page.evaluate(() => {
    getSelection().selectAllChildren(document.querySelector(".sheet"));
    return getSelection().toString();
  });
  looker.expect(page, words.includes("第五条 学校或者校车服务提供者"), "the text cannot be selected");
  looker.expect(page, !/^\s*1[1-6]\s*$/m.test(words) && !words.includes("¶"), "marks are copied with the text");
  await page.context().close();
}

/** The keyboard alone reaches everything and shows where it is. */
async function keyboard(looker, origin, name) {
  const page = await looker.open(origin, { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  await page.goto(origin + DOCUMENT);
  const here = () => page.evaluate(() => {
    const at = document.activeElement;
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    const shown = box.width > 0 && box.bottom > 0 && box.top < innerHeight && style.opacity !== "0";
    return { what: at.className || at.tagName, text: at.textContent.trim().slice(0, 20), ring: style.outlineStyle !== "none", shown, end: Boolean(at.closest(".colophon")), handle: Boolean(at.closest(".handle")) };
  });
  let handle = false;
  let stop = null;
  for (let press = 0; press < 150; press += 1) {
    await page.keyboard.press("Tab");
    stop = await here();
    if (press === 0) looker.expect(page, stop.what === "skip", "the first stop is not the way to the text");
    if (!stop.ring || !stop.shown) looker.fail(page, `the focus is not seen on ${stop.what} ${stop.text} (${name})`);
    if (stop.handle && !handle) {
      handle = true;
      await tools(looker, page);
    }
    if (stop.end) break;
  }
  looker.expect(page, handle, "the keyboard does not reach the tools of paragraphs");
  looker.expect(page, stop.end, "the keyboard does not reach the foot of the page");
  await page.context().close();
}

/** With the keyboard alone: from the home page to an issue, a document of it, the citation of a paragraph, and
    on to a search and one of its results. */
async function journey(looker, origin, name) {
  const page = await looker.open(origin, { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"] });
  // Tabs on until the stop is one that the selector tells.
  const reach = async (selector) => {
    for (let press = 0; press < 150; press += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return true;
    }
    looker.fail(page, `the keyboard does not reach ${selector} (${name})`);
    return false;
  };
  const follow = async (selector, address) => {
    if (!(await reach(selector))) return;
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => address.test(decodeURI(url.href)), { timeout: 10_000 }).catch(() => looker.fail(page, `Enter on ${selector} does not lead to ${address} (${name})`));
  };
  await page.goto(origin + "index.html");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  looker.expect(page, await page.evaluate(() => document.activeElement.id === "main"), `the way to the text does not lead there (${name})`);
  await follow(".latest-issue a", /zengkan-1\/index\.html/);
  await follow(".row-title", /zengkan-1\/01-development-plan\.html/);
  if (await reach(".handle > button")) {
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".said").textContent);
    const cited = await clipboard(page);
    looker.expect(page, cited.includes("〔2025〕4号"), `the keyboard copies ${cited} (${name})`);
    looker.expect(page, await page.evaluate(() => document.activeElement.matches(".handle > button")), `after copying the focus is lost (${name})`);
  }
  await page.keyboard.press("/");
  looker.expect(page, await page.evaluate(() => document.activeElement.matches("[role=search] input")), `/ does not lead to the box (${name})`);
  await page.keyboard.type("校车");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\/index\.html/);
  await page.locator("#results .hits a").first().waitFor();
  await follow(".hits .row-title", /\?q=校车/);
  await page.context().close();
}

/** From one stop, the arrow keys go through the paragraphs. */
async function tools(looker, page) {
  const label = () => page.locator(".handle > button").getAttribute("aria-label");
  const first = await label();
  await page.keyboard.press("ArrowDown");
  looker.expect(page, (await label()) !== first, "the arrow keys do not go to the next paragraph");
  await page.keyboard.press("Enter");
  looker.expect(page, await page.locator(".handle-menu").isVisible(), "Enter does not open the tools");
  await page.keyboard.press("Escape");
  looker.expect(page, !(await page.locator(".handle-menu").isVisible()), "Escape does not close the tools");
}

/** The contents follow the scroll. */
async function contents(looker, origin) {
  const page = await looker.open(origin, { viewport: { width: 1280, height: 800 } });
  await page.goto(origin + DOCUMENT);
  for (const id of ["sec_2", "enc_1__chp_3"]) {
    await page.evaluate((id) => document.getElementById(id).scrollIntoView({ behavior: "instant" }), id);
    // The last heading that has passed the upper third of the window.
    const follows = await page.waitForFunction(() => {
      const entries = Array.from(document.querySelectorAll(".outline a"));
      const passed = entries.filter((entry) => document.querySelector(entry.hash).getBoundingClientRect().top < innerHeight * 0.34);
      const marked = document.querySelectorAll(".outline a[aria-current]");
      return marked.length === 1 && marked[0] === passed[passed.length - 1];
    }, null, { timeout: 5000 }).then(() => true, () => false);
    looker.expect(page, follows, `the contents do not follow to ${id}`);
  }
  await page.context().close();
}

/** Elder mode: no word below 18 pixels, remembered, and nothing moves when the next page loads. */
async function elder(looker, origin, name) {
  const page = await looker.open(origin, { viewport: { width: 390, height: 800 } });
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; }))
      .observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(origin + "index.html");
  await page.locator("[data-elder]").click();
  for (const path of [DOCUMENT, "2024/11/index.html", "numbers/lzf.html", "topics/index.html", "2024/index.html"]) {
    await page.goto(origin + path);
    const small = await page.evaluate(smallWords);
    looker.expect(page, small.length === 0, `elder mode has small words: ${small.join(", ")} (${name})`);
    await page.waitForTimeout(200);
    const moved = await page.evaluate(() => window.moved);
    looker.expect(page, moved < 0.02, `the page moves by ${moved} while it loads (${name})`);
  }
  await page.locator("[data-elder]").click();
  await page.goto(origin + "index.html");
  const still = await page.evaluate(() => document.documentElement.classList.contains("elder"));
  looker.expect(page, !still, "elder mode cannot be left");
  await page.context().close();
}

/** Reading aloud, with a voice that takes a tenth of a second for a piece. */
async function aloud(looker, origin) {
  const page = await looker.open(origin);
  await page.addInitScript(() => {
    const queue = [];
    let paused = false;
    window.spoken = [];
    const voice = { getVoices: () => [{ lang: "zh-CN", localService: true }], addEventListener: () => {} };
    voice.speak = (utterance) => { queue.push(utterance); };
    voice.cancel = () => { queue.length = 0; };
    voice.pause = () => { paused = true; };
    voice.resume = () => { paused = false; };
    setInterval(() => {
      if (paused || !queue.length) return;
      const utterance = queue.shift();
      window.spoken.push(`${utterance.lang} ${utterance.text}`);
      if (utterance.onend) utterance.onend();
    }, 100);
    Object.defineProperty(window, "speechSynthesis", { value: voice });
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  });
  await page.goto(origin + DOCUMENT);
  await page.locator("[data-aloud]").click();
  await page.waitForFunction(() => window.spoken.length > 4);
  const spoken = await page.evaluate(() => window.spoken);
  looker.expect(page, spoken[0].startsWith("zh-CN "), `reads ${spoken[0]}`);
  looker.expect(page, (await page.locator(".being-read").count()) === 1, "what is read is not shown");
  const bar = page.locator(".aloud-bar button");
  await bar.nth(1).click();
  const paused = await page.evaluate(() => window.spoken.length);
  await page.waitForTimeout(400);
  looker.expect(page, (await page.evaluate(() => window.spoken.length)) === paused, "the voice does not pause");
  await looker.axe(page, "reading aloud");
  await bar.nth(3).click();
  looker.expect(page, !(await page.locator(".aloud-bar").isVisible()), "the voice does not stop");
  looker.expect(page, (await page.locator(".being-read").count()) === 0, "what was read is still marked");
  await page.context().close();
}
