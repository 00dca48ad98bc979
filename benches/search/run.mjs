// Searching as a reader sees it, in a headless browser, from a disk and from a host: what is found against a
// plain scan of the sources, what is shown that does not hold the words, how long it takes, what is loaded.
//
//     (cd benches/search && npm ci)
//     node benches/search/run.mjs ARCHIVE [--output FOLDER] [--browser firefox] [--over file|http]
//          [--slow 1,6] [--only N] [--seed 7]
//
// The archive is built (`gongbao build`); --slow slows Chromium's processor, by each of
// some numbers in turn; --only takes every N-th query.

import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { disk, host, launch } from "./browsers.mjs";
import { ask, candidates, everyAddress, quiet, watchFiles } from "./page.mjs";
import { draw, holder, scan, sources } from "./queries.mjs";

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : otherwise;
};
const archive = resolve(process.argv[2]);
const site = resolve(option("output", join(archive, "public")));
const browserName = option("browser", "chromium");
const ways = option("over") ? [option("over")] : ["file", "http"];
const slows = option("slow", "1").split(",").map(Number);
const every = Number(option("only", 1));
const PAGE = "search/index.html";

const addresses = sources(archive);
const all = draw(archive, addresses, Number(option("seed", 7)));
const queries = all.filter((_, at) => at % every === 0);
scan(archive, addresses, queries);
const holds = holder(site);
const size = (file) => statSync(join(site, "search", file)).size;
const kilobytes = (files) => Math.round(files.reduce((sum, file) => sum + size(file), 0) / 1000);

const browser = await launch(browserName);
const server = await host(site);
console.log(`${archive.split("/").pop()}: ${addresses.length} documents, ${queries.length} queries, ${await browser.version()}`);
let ids = null;
for (const way of ways) {
  for (const slow of slows) await timed(way, way === "file" ? disk(site) : server.origin, slow);
}
await browser.close();
server.close();

async function timed(way, origin, slow) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(`a script fails: ${error.message}`));
  if (browserName === "chromium") await page.setCacheEnabled(false);
  await page.evaluateOnNewDocument(watchFiles);
  await page.goto(origin + PAGE);
  await page.evaluate(quiet);
  const before = await page.evaluate(() => window.benchSeen.files);
  // The table of an empty box loads texts and filters besides what a query needs.
  const needed = before.filter((file) => /^(root|fold|r\/.*)\.js$/.test(file));
  console.log(`\nover ${way}${slow > 1 ? `, processor ${slow} times slower` : ""}: before the first query ${kilobytes(needed)} KB in ${needed.length} files (${needed.join(" ")}), with the table of everything ${kilobytes(before)} KB in ${before.length}`);
  ids ??= new Map(await page.evaluate(everyAddress));
  // Not before: reading every address of a large archive would take longer than the browser is waited for.
  if (slow > 1) await page.emulateCPUThrottling(slow);
  const results = [];
  for (const query of queries) {
    await page.goto("about:blank");
    await page.goto(origin + PAGE);
    await page.evaluate(quiet);
    const took = await page.evaluate(ask, query.text);
    const found = (await page.evaluate(candidates, query.text)).map((id) => ids.get(id));
    results.push({ query, ...took, ...judged(query, took.hits, new Set(found), origin) });
  }
  report(results);
  await page.close();
}

/** How what was found and shown compares with the sources. */
function judged(query, hits, found, origin) {
  const known = new Set(ids.values());
  // Second printings and what was withdrawn are no results.
  const holding = [...query.holding].map((address) => `${address}.html`).filter((address) => known.has(address));
  const folder = decodeURIComponent(new URL(origin).pathname);
  const shown = hits.map((hit) => hit.slice(folder.length));
  const wrong = shown.filter((address) => !holds(archive, address.replace(/\.html$/, ""), query));
  const lost = holding.filter((address) => !found.has(address));
  // What the page left out while it looked at texts.
  const hidden = hits.length < 10 ? holding.filter((address) => !shown.includes(address)) : [];
  const exact = !query.number || query.holding.has(shown[0]?.replace(/\.html$/, ""));
  return { recall: holding.length ? 1 - (lost.length + hidden.length) / holding.length : 1, wrong: wrong.length, exact };
}

function report(results) {
  console.log("| | queries | recall | false | exact first | first results, ms: median / 95 % | all on the page | KB: median / 95 % | files: median / most | longest task, ms |");
  console.log("|---|---|---|---|---|---|---|---|---|---|---|");
  for (const kind of [...new Set(results.map((one) => one.query.kind)), "all"]) {
    const own = results.filter((one) => kind === "all" || one.query.kind === kind);
    const sorted = (value) => own.map(value).sort((a, b) => a - b);
    const at = (value, part) => Math.round(sorted(value)[Math.max(0, Math.ceil(part * own.length) - 1)]);
    const recall = own.reduce((sum, one) => sum + one.recall, 0) / own.length;
    const exact = kind === "a number" ? `${own.filter((one) => one.exact).length} of ${own.length}` : "";
    console.log(`| ${kind} | ${own.length} | ${recall.toFixed(3)} | ${own.reduce((sum, one) => sum + one.wrong, 0)} | ${exact} | ${at((one) => one.first, 0.5)} / ${at((one) => one.first, 0.95)} | ${at((one) => one.full, 0.5)} / ${at((one) => one.full, 0.95)} | ${at((one) => kilobytes(one.files), 0.5)} / ${at((one) => kilobytes(one.files), 0.95)} | ${at((one) => one.files.length, 0.5)} / ${at((one) => one.files.length, 1)} | ${at((one) => one.longest, 1)} |`);
  }
  for (const one of results.filter((one) => one.recall < 1 || one.wrong || !one.exact).slice(0, 8)) {
    console.log(`${one.query.text}: recall ${one.recall.toFixed(3)}, ${one.wrong} false, shown ${one.hits.length} of ${one.query.holding.size}`);
  }
}
