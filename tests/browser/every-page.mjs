// What must hold on every page: nothing on the console, no request that leaves the folder, no finding of
// axe in light, dark and elder mode, at 320 pixels and at 200 %; no sideways scrolling, nothing that
// moves while it loads, not more than 40 kB of styles and scripts, and all of its text without scripts.
// Over http every page comes with a strict policy (site.mjs), so that an inline script or style is an
// error on the console.

/** Styles and scripts that a page loads, in bytes as they lie on the disk: minified, or as they were written
    by a program without its minifier. */
const BYTES = { minified: 40_000, written: 54_000 };
/** How far a page may move while it loads: Core Web Vitals call 0.1 good. */
const SHIFT = 0.02;

const phone = { width: 320, height: 640 };
const MANNERS = [
  ["file", "light, 320 pixels", { viewport: phone, colorScheme: "light" }],
  ["file", "dark, 320 pixels", { viewport: phone, colorScheme: "dark" }],
  ["http", "light, at 200 %", { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2, colorScheme: "light" }],
  ["http", "dark, wide", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
  ["file", "elder mode, light", { viewport: phone, colorScheme: "light", elder: true }],
  ["http", "elder mode, dark", { viewport: phone, colorScheme: "dark", elder: true }],
  ["http", "forced colours", { viewport: phone, forcedColors: "active", reducedMotion: "reduce" }],
];

export async function everyPage(looker, origins, pages) {
  for (const [name, how, { elder, ...options }] of MANNERS) {
    const page = await looker.open(origins[name], options);
    if (elder) await page.addInitScript(() => { window.name = "gongbao-elder"; });
    for (const path of pages) {
      // The page for addresses that lead nowhere is shown by a host at any depth: its addresses begin
      // at the host's root.
      if (name === "file" && path === "404.html") continue;
      await looker.visit(page, origins[name], path);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      looker.expect(page, overflow <= 0, `${path} is ${overflow} pixels too wide (${how})`);
      const cut = await page.evaluate(cutOff);
      looker.expect(page, cut.length === 0, `${path} cuts off ${cut.slice(0, 3).join(", ")} (${how})`);
      // A stub at an old address has no script: it leads on before anybody reads it.
      if (elder && (await page.locator("html.elder").count())) {
        const small = await page.evaluate(smallWords);
        looker.expect(page, small.length === 0, `${path} has small words in elder mode: ${small.slice(0, 5).join(", ")} (${how})`);
      }
      if (options.reducedMotion) looker.expect(page, !(await page.evaluate(moves)), `${path} moves though the reader asks for stillness`);
      await looker.axe(page, `${path}, ${how}`);
    }
    await page.context().close();
  }
  await loading(looker, origins.http, pages);
  await withoutScript(looker, origins.file, pages);
  await walk(looker, origins.http, pages);
}

/** In the page: words that stand outside a box that shows nothing outside it. What is hidden from all eyes is
    for those who hear the page. */
function cutOff() {
  const cut = [];
  const words = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim()) continue;
    for (let at = node.parentElement; at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.clipPath !== "none") break;
      if (!/hidden|clip/.test(style.overflowX)) continue;
      words.selectNodeContents(node);
      const box = at.getBoundingClientRect();
      const outside = (rect) => rect.width > 0 && (rect.left < box.left - 1 || rect.right > box.right + 1);
      if (Array.from(words.getClientRects()).some(outside)) cut.push(node.data.trim().slice(0, 20));
      break;
    }
  }
  return cut;
}

/** In the page: elements with words below 18 pixels, the least that the rules for elders allow. */
export function smallWords() {
  const small = new Set();
  document.querySelectorAll("body *").forEach((element) => {
    const words = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
    const size = parseFloat(getComputedStyle(element).fontSize);
    // Words of a drawing are as large as it is drawn.
    if (words && !element.closest("svg") && element.getClientRects().length && size < 17.99) small.add(`${element.tagName}.${element.className} ${size}`);
  });
  return Array.from(small);
}

/** In the page: whether anything glides, fades or scrolls by itself. */
function moves() {
  const glides = getComputedStyle(document.documentElement).scrollBehavior === "smooth";
  const long = (times) => times.split(",").some((time) => parseFloat(time) > 0);
  const fades = Array.from(document.querySelectorAll("body, body *")).some((element) => {
    const style = getComputedStyle(element);
    return long(style.transitionDuration) || (style.animationName !== "none" && long(style.animationDuration));
  });
  return glides || fades;
}

/** How many stops of the keyboard are looked at on a page. */
const STOPS = 25;

/** The keyboard goes from the way to the text through the page, and wherever it stands is to be seen. */
async function walk(looker, origin, pages) {
  const page = await looker.open(origin, { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  for (const path of pages) {
    await looker.visit(page, origin, path);
    // What is found comes after the page, and moves what stands below it.
    if (path.startsWith("search/")) await page.locator("#results a").first().waitFor();
    for (let press = 0; press < STOPS; press += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const at = document.activeElement;
        if (at === document.body) return null;
        const style = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        const shown = box.width > 0 && box.bottom > 0 && box.top < innerHeight && style.opacity !== "0";
        return { what: `${at.tagName}.${at.className}`, seen: shown && style.outlineStyle !== "none" };
      });
      if (!stop) break;
      looker.expect(page, stop.seen, `${path}: the focus is not seen on ${stop.what}`);
    }
  }
  await page.context().close();
}

/** What a page loads, and whether it moves meanwhile. */
async function loading(looker, origin, pages) {
  const page = await looker.open(origin, { viewport: { width: 412, height: 823 } });
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; }))
      .observe({ type: "layout-shift", buffered: true });
  });
  const style = await (await page.request.get(`${origin}assets/style.css`)).text();
  const most = style.includes("/*") ? BYTES.written : BYTES.minified;
  let bytes = 0;
  let heaviest = { bytes: 0 };
  const sizes = [];
  page.on("response", (response) => {
    if (/\.(css|js)$/.test(new URL(response.url()).pathname)) sizes.push(response.body().then((body) => { bytes += body.length; }, () => {}));
  });
  for (const path of pages) {
    bytes = 0;
    await looker.visit(page, origin, path);
    await page.waitForTimeout(150);
    await Promise.all(sizes.splice(0));
    // The search page brings a search engine; no other page may.
    if (!path.startsWith("search/")) {
      looker.expect(page, bytes <= most, `${path} loads ${bytes} bytes of styles and scripts`);
      if (bytes > heaviest.bytes) heaviest = { bytes, path };
    }
    const moved = await page.evaluate(() => window.moved);
    looker.expect(page, moved < SHIFT, `${path} moves by ${moved} while it loads`);
  }
  await page.context().close();
  console.log(`styles and scripts: at most ${heaviest.bytes} bytes (${heaviest.path})`);
}

/** Without scripts a page says what it says with them. */
async function withoutScript(looker, origin, pages) {
  const words = (page) => page.evaluate(() => document.querySelector("main").textContent.replace(/\s+/g, "").length);
  const plain = await looker.open(origin, { javaScriptEnabled: false });
  for (const path of pages) {
    if (path === "404.html") continue;
    await looker.visit(plain, origin, path);
    // Playwright reads the page in a world of its own, which runs without the page's scripts.
    looker.expect(plain, (await plain.locator("h1").first().isVisible()) && (await words(plain)) > 10, `${path} shows nothing without scripts`);
  }
  await plain.context().close();
}
