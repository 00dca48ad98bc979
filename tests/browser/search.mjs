// Searching, tried as a reader would: from a disk and from a host, with whole and with damaged files. And
// beside it the command line, which has to find the same in the same order.

import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const SEARCH = "search/index.html";
const here = dirname(fileURLToPath(import.meta.url));

export async function searching(looker, origin, name, site) {
  await everything(looker, origin, name);
  await wordsAndMarks(looker, origin, name);
  await stateAndBack(looker, origin, name);
  await filters(looker, origin, name);
  await table(looker, origin, name);
  await boxes(looker, origin, name);
  await withoutScript(looker, origin);
  if (name === "file") {
    await damaged(looker, site);
    await oneDamaged(looker, origin, site);
  }
}

/** Waits until the page has settled. */
async function settled(page) {
  await page.waitForFunction(() => !document.querySelector("#results").hasAttribute("aria-busy") &&
    !document.querySelector(".hits.stale") && document.querySelector(".found-head [role=status]").textContent);
}

async function opened(looker, origin, query = "", options = {}) {
  const page = await looker.open(origin, options);
  const state = query && (origin.startsWith("file") ? "#" : "?") + "q=" + encodeURIComponent(query);
  await page.goto(origin + SEARCH + state);
  await settled(page);
  return page;
}

function status(page) { return page.locator(".found-head [role=status]").textContent(); }
function titles(page) { return page.locator("ol.rows .row-title").allTextContents(); }

async function everything(looker, origin, name) {
  const page = await opened(looker, origin);
  looker.expect(page, (await page.locator("table.all tbody tr").count()) > 40, `an empty box shows no table (${name})`);
  const issue = page.locator("th button[data-sort=issue]");
  const first = await page.locator("table.all tbody tr").first().textContent();
  await issue.click();
  await settled(page);
  const other = await page.locator("table.all tbody tr").first().textContent();
  looker.expect(page, first !== other, `the table is not sorted (${name})`);
  looker.expect(page, (await page.locator("th[aria-sort=ascending]").count()) === 1, `the table does not say how it is sorted (${name})`);
  await looker.axe(page, `the table of everything, ${name}`);
  await page.context().close();
}

async function wordsAndMarks(looker, origin, name) {
  const page = await opened(looker, origin);
  await page.locator("input[name=q]").pressSequentially("校车安全", { delay: 30 });
  await page.waitForFunction(() => document.querySelectorAll("ol.rows > li").length > 2);
  await settled(page);
  const snippet = page.locator(".snippet").first();
  looker.expect(page, (await snippet.locator("mark").first().textContent()) === "校车安全", `the words are not marked (${name})`);
  await looker.axe(page, `results, ${name}`);
  const link = page.locator("ol.rows .row-title").first();
  const href = await link.getAttribute("href");
  looker.expect(page, href.includes("#"), `a result does not lead to a paragraph: ${href} (${name})`);
  await link.click();
  await page.waitForSelector(".marks-bar");
  const marked = await page.evaluate(() => [...CSS.highlights.get("found")].map((range) => range.toString()));
  looker.expect(page, marked.length > 0 && marked.every((words) => words === "校车安全"), `marked are ${JSON.stringify(marked)} (${name})`);
  await looker.axe(page, `a document with marks, ${name}`);
  await page.context().close();
}

async function stateAndBack(looker, origin, name) {
  const page = await opened(looker, origin, "防汛");
  looker.expect(page, (await page.locator("input[name=q]").inputValue()) === "防汛", `the address does not fill the box (${name})`);
  const before = await titles(page);
  looker.expect(page, before.length > 0 && before[0].includes("防汛"), `防汛 finds ${before} (${name})`);
  await page.locator("input[name=q]").fill("档案");
  await page.locator("input[name=q]").press("Enter");
  await settled(page);
  await page.waitForFunction(() => /档案/.test(document.title));
  looker.expect(page, decodeURIComponent(page.url()).includes("q=档案"), `the state is not in the address: ${page.url()} (${name})`);
  await page.goBack();
  await page.waitForFunction(() => /防汛/.test(document.title));
  await settled(page);
  looker.expect(page, (await titles(page)).join() === before.join(), `going back finds something else (${name})`);
  looker.expect(page, (await page.locator("input[name=q]").inputValue()) === "防汛", `going back leaves the box (${name})`);
  await page.context().close();
}

async function filters(looker, origin, name) {
  const page = await opened(looker, origin, "通知", { viewport: { width: 1280, height: 900 } });
  await page.waitForSelector(".facets input[type=checkbox]");
  const all = (await titles(page)).length;
  const box = page.locator(".facets label").filter({ hasText: "澜川区教育局" });
  const count = Number(await box.locator("span").last().textContent());
  await box.click();
  await page.waitForSelector(".chosen button");
  await settled(page);
  const narrowed = await titles(page);
  looker.expect(page, count > 0 && narrowed.length <= count && narrowed.length < all, `${count} are promised, ${narrowed.length} of ${all} shown (${name})`);
  looker.expect(page, decodeURIComponent(page.url()).includes("department=澜川区教育局"), `the filter is not in the address (${name})`);
  await page.locator(".years-typed input").first().fill("2025");
  await page.locator(".years-typed input").first().press("Tab");
  await page.waitForFunction(() => document.querySelectorAll(".chosen button:not(.textual)").length === 2);
  await settled(page);
  const dates = await page.locator("ol.rows time").evaluateAll((times) => times.map((time) => time.dateTime));
  looker.expect(page, dates.every((date) => date >= "2025"), `from 2025 on are ${dates} (${name})`);
  const bars = page.locator(".years");
  const frame = await bars.boundingBox();
  await page.mouse.move(frame.x + 5, frame.y + 20);
  await page.mouse.down();
  await page.mouse.move(frame.x + 9, frame.y + 20);
  await page.mouse.up();
  await settled(page);
  looker.expect(page, page.url().includes("from=2024&to=2024"), `dragging over years leads to ${page.url()} (${name})`);
  await page.context().close();
}

async function table(looker, origin, name) {
  const page = await opened(looker, origin, "校车");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".found-tools button").click()]);
  const csv = readFileSync(await download.path(), "utf8");
  const rows = csv.trim().split("\r\n");
  looker.expect(page, csv.startsWith("\ufeff") && rows.length > 5 && rows[1].includes("校车"), `the CSV is ${csv.slice(0, 200)} (${name})`);
  await page.context().close();
}

/** From the head of a page, and within an issue and a department. */
async function boxes(looker, origin, name) {
  const page = await looker.open(origin);
  await page.goto(origin + "2024/11/03-school-bus.html");
  await page.keyboard.press("/");
  looker.expect(page, await page.evaluate(() => document.activeElement.name === "q"), `/ does not lead to the box (${name})`);
  await page.keyboard.type("河湖");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\/index\.html/);
  await settled(page);
  looker.expect(page, (await titles(page)).some((title) => title.includes("河湖")), `the box in the head does not search (${name})`);
  for (const [path, filter] of [["2024/11/index.html", "issue=2024/11"], ["departments/water.html", "department="]]) {
    await page.goto(origin + path);
    await page.locator("form.within input[name=q]").fill("通知");
    await page.locator("form.within input[name=q]").press("Enter");
    await page.waitForURL(/search\/index\.html/);
    await settled(page);
    const within = await titles(page);
    looker.expect(page, within.length > 0 && within.length < 10, `${path} finds ${within.length} within itself (${name})`);
    looker.expect(page, decodeURIComponent(page.url()).includes(filter), `${path} leads to ${page.url()} (${name})`);
  }
  await page.context().close();
}

async function withoutScript(looker, origin) {
  const page = await looker.open(origin, { javaScriptEnabled: false });
  await page.goto(origin + SEARCH);
  looker.expect(page, await page.locator("noscript a, main a[href*='issues/']").first().isVisible(), "without script nothing leads on");
  await page.context().close();
}

/** A copy of the site with files that were lost or altered: they are named, and the rest goes on. */
async function damaged(looker, site) {
  const copy = mkdtempSync(join(tmpdir(), "gongbao-search-"));
  cpSync(site, copy, { recursive: true });
  const origin = pathToFileURL(copy).href + "/";
  const folder = join(copy, "search/b");
  const files = readdirSync(folder).flatMap((digit) => readdirSync(join(folder, digit)).map((file) => join(digit, file)));
  for (const file of files) rmSync(join(folder, file));
  const quiet = { open: async () => (await looker.browser.newContext()).newPage() };
  let page = await opened(quiet, origin, "校车安全");
  looker.expect(page, /search\/b\//.test(await page.locator(".notice[role=alert] li").first().textContent()), "a lost file is not named");
  looker.expect(page, await page.locator(".search-failed").isHidden(), "a lost file stops everything");
  await page.context().close();
  page = await opened(quiet, origin);
  looker.expect(page, (await page.locator("table.all tbody tr").count()) > 40, "a lost file takes the table away");
  await page.context().close();
  const root = join(copy, "search/root.js");
  writeFileSync(root, readFileSync(root, "utf8").slice(0, 200));
  page = await quiet.open();
  await page.goto(origin + SEARCH);
  await page.waitForSelector(".search-failed:not([hidden])");
  looker.expect(page, await page.locator(".search-failed a").first().isVisible(), "without its root the page leads nowhere");
  await page.context().close();
  rmSync(copy, { recursive: true, force: true });
}

/** A copy that lacks one file of lists, or has a damaged one of texts: that one is named, and the rest is found. */
export async function oneDamaged(looker, origin, site) {
  const query = "校车 安全";
  const quiet = { open: async () => (await looker.browser.newContext()).newPage() };
  const whole = await quiet.open();
  await whole.addInitScript(noteFiles);
  await whole.goto(`${origin}${SEARCH}#q=${encodeURIComponent(query)}`);
  await settled(whole);
  const before = await titles(whole);
  const asked = await whole.evaluate(() => window.askedFiles);
  await whole.context().close();
  const copy = mkdtempSync(join(tmpdir(), "gongbao-search-"));
  cpSync(site, copy, { recursive: true });
  const lose = { b: rmSync, d: (file) => writeFileSync(file, readFileSync(file, "latin1").replace(/.(?="\);\n$)/s, "\x7f"), "latin1") };
  for (const [kind, damage] of Object.entries(lose)) {
    const files = asked.filter((file) => file.startsWith(`search/${kind}/`));
    looker.expect(SEARCH, files.length > 1, `of ${kind}/ only ${files} are asked for: to lose one would lose all`);
    const file = join(copy, files[0]), kept = readFileSync(file);
    damage(file);
    const page = await opened(quiet, pathToFileURL(copy).href + "/", query);
    const named = await page.locator(".notice[role=alert]:visible li").allTextContents();
    looker.expect(page, named.join() === files[0], `of ${files[0]} is said: ${named}`);
    looker.expect(page, await page.locator(".search-failed").isHidden(), `without ${files[0]} everything stops`);
    const found = await titles(page);
    // Lists that are lost ask nothing, and the texts tell; only texts that are lost take their documents away.
    const lost = before.filter((title) => !found.includes(title)).length;
    looker.expect(page, found.length > 0 && (kind === "d" ? lost > 0 : before.length === 10 || lost === 0), `without ${files[0]} of ${before} is found ${found}`);
    await page.context().close();
    writeFileSync(file, kept);
  }
  rmSync(copy, { recursive: true, force: true });
}

/** In the page: notes the files of the index that are asked for. */
function noteFiles() {
  window.askedFiles = [];
  const name = (node) => node.tagName === "SCRIPT" && /search\/[bd]\/.*\.js/.exec(node.src)?.[0];
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) if (name(node)) window.askedFiles.push(name(node));
  }).observe(document, { childList: true, subtree: true });
}

// --- The page and the command find the same ------------------------------------------------------

const QUERIES = ["校车", "校车安全", "的", "a", "school", "foreign residents", "\"foreign residents\"", "2025年", "第十二条", "第12條",
  "防汛 应急", "通知 -教育", "澜政发〔2024〕16号", "澜政发[2024]", "「河湖」", "水务局，", "十二月三十一日", "不存在的话", "1", "办法》", ""];

/** Asks both for the queries, and for pieces of the archive's own titles and texts. */
export async function parity(looker, origin, site, pieces = 40) {
  const program = process.env.GONGBAO ?? resolve(here, "../../target/release/gongbao");
  if (!existsSync(program)) {
    console.log(`${program} is not there: the command is not compared`);
    return;
  }
  const page = await opened(looker, origin);
  const queries = QUERIES.concat(await page.evaluate(ownPieces, pieces));
  const file = origin.startsWith("file");
  for (const query of queries) {
    await page.goto("about:blank");
    await page.goto(`${origin}${SEARCH}${file ? "#" : "?"}q=${encodeURIComponent(query)}`);
    await settled(page);
    const shown = await page.evaluate(results, origin);
    const { stdout } = await promisify(execFile)(program, ["search", "--json", "--limit", "10", "--output", site, "--", query], { cwd: here });
    const told = JSON.parse(stdout).map((hit) => query ? [hit.url, hit.anchor, hit.snippet] : [hit.url, "", ""]);
    looker.expect(page, JSON.stringify(shown) === JSON.stringify(told), `${JSON.stringify(query)} finds ${JSON.stringify(shown).slice(0, 400)} on the page, ${JSON.stringify(told).slice(0, 400)} by command`);
  }
  await page.context().close();
}

/** In the page: address, anchor and snippet of each result, or of each row of the table. */
function results(origin) {
  const told = (link, snippet) => {
    const url = new URL(link.href);
    return [decodeURIComponent(url.href.split(/[?#]/)[0]).slice(decodeURIComponent(origin).length), decodeURIComponent(url.hash.slice(1)), snippet];
  };
  const hits = [...document.querySelectorAll("ol.rows > li")];
  if (!hits.length) return [...document.querySelectorAll("table.all .row-title")].slice(0, 10).map((link) => told(link, ""));
  return hits.map((hit) => told(hit.querySelector(".row-title"), hit.querySelector(".snippet")?.textContent ?? ""));
}

/** In the page: pieces of texts, of two to eight characters, always the same ones. */
async function ownPieces(count) {
  const ids = await gongbaoSearch.everything();
  const found = [];
  for (let n = 0; n < count; n++) {
    const record = await gongbaoSearch.record(ids[(n * 7919) % ids.length]);
    const text = n % 4 ? record.body : record.title;
    const start = (n * 104729) % Math.max(1, text.length - 10);
    const piece = text.slice(start, start + 2 + (n % 4) * 2).replace(/[\n\t"“”「」『』＂－-]/g, " ").trim();
    if (piece) found.push(piece);
  }
  return found;
}
