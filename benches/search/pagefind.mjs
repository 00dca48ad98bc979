// Pagefind on the same documents and queries, over http, which is the only way it runs: its index is made from
// the sources through its own interface, without pages around them, and its words are those that it finds.
//
//     (cd benches/search && npm ci)
//     node benches/search/pagefind.mjs ARCHIVE FOLDER [--only N] [--seed 7]
//
// FOLDER is for the index, and is made anew. Phrases are asked for in quotation marks, for which Pagefind keeps
// words together; words and titles as they are.

import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { createIndex } from "pagefind";
import { host, launch } from "./browsers.mjs";
import { draw, read, scan, sources } from "./queries.mjs";

const [archive, folder] = process.argv.slice(2, 4).map((path) => resolve(path));
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : otherwise;
};
const addresses = sources(archive);
const queries = draw(archive, addresses, option("seed", 7)).filter((_, at) => at % option("only", 1) === 0);
scan(archive, addresses, queries);

await indexed();
await searched();
process.exit(0);

async function indexed() {
  rmSync(folder, { recursive: true, force: true });
  let most = 0;
  const watch = setInterval(() => { most = Math.max(most, memory()); }, 200);
  const began = performance.now();
  const { index } = await createIndex({ forceLanguage: "zh" });
  for (const address of addresses) {
    const { title, numbers, heads, lines } = read(archive, address);
    await index.addCustomRecord({ url: `/${address}.html`, content: [title, ...numbers, ...heads, ...lines].join("\n"), language: "zh", meta: { title } });
  }
  await index.writeFiles({ outputPath: join(folder, "pagefind") });
  clearInterval(watch);
  const took = (performance.now() - began) / 1000;
  const files = readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name))).filter((file) => file.isFile());
  const text = addresses.reduce((sum, address) => sum + statSync(join(archive, "content", `${address}.md`)).size, 0);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  console.log(`${addresses.length} documents: index in ${took.toFixed(0)} s, ${most.toFixed(0)} MB at most, ${(size / 1e6).toFixed(1)} MB (${(100 * size / text).toFixed(0)} % of the text) in ${files.length} files`);
}

/** Megabytes of the programs that this one started. */
function memory() {
  let sum = 0;
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      if (Number(/PPid:\s+(\d+)/.exec(status)[1]) === process.pid) sum += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum;
}

/** The address of each fragment, by the name of its file. */
function fragments() {
  const folderOf = join(folder, "pagefind/fragment");
  return new Map(readdirSync(folderOf).map((name) => {
    const text = gunzipSync(readFileSync(join(folderOf, name))).toString("utf8");
    return [name.replace(/\.pf_fragment$/, ""), JSON.parse(text.slice(text.indexOf("{"))).url.slice(1, -5)];
  }));
}

async function searched() {
  const urls = fragments();
  writeFileSync(join(folder, "index.html"), "<!doctype html><html lang=zh><title>Pagefind</title>");
  const server = await host(folder);
  const browser = await launch("chromium");
  const page = await browser.newPage();
  await page.setCacheEnabled(false);
  const results = [];
  for (const query of queries) {
    await page.goto("about:blank");
    await page.goto(`${server.origin}index.html`);
    await page.evaluate(async () => { window.pagefind = await import("/pagefind/pagefind.js"); await window.pagefind.init(); });
    Object.assign(server.sent, { files: 0, bytes: 0 });
    const isPhrase = /characters/.test(query.kind);
    const took = await page.evaluate(async (words) => {
      const began = performance.now();
      const found = await window.pagefind.search(words);
      await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
      return { time: performance.now() - began, ids: found.results.map((result) => result.id) };
    }, isPhrase ? `"${query.text}"` : query.text);
    const found = took.ids.map((id) => urls.get(id));
    const first = found.slice(0, 10);
    const true_ = found.filter((address) => query.holding.has(address)).length;
    results.push({ kind: query.kind, time: took.time, ...server.sent, recall: true_ / query.holding.size,
      precise: first.length ? first.filter((address) => query.holding.has(address)).length / first.length : 1, none: !found.length });
  }
  await browser.close();
  server.close();
  console.log("| | queries | recall | of the first ten hold it | nothing found | ms: median / 95 % | KB: median / 95 % | files: median |");
  console.log("|---|---|---|---|---|---|---|---|");
  for (const kind of [...new Set(results.map((one) => one.kind)), "all"]) {
    const own = results.filter((one) => kind === "all" || one.kind === kind);
    const mean = (value) => (own.reduce((sum, one) => sum + value(one), 0) / own.length).toFixed(2);
    const at = (value, part) => Math.round(own.map(value).sort((a, b) => a - b)[Math.ceil(part * own.length) - 1]);
    console.log(`| ${kind} | ${own.length} | ${mean((one) => one.recall)} | ${mean((one) => one.precise)} | ${own.filter((one) => one.none).length} | ${at((one) => one.time, 0.5)} / ${at((one) => one.time, 0.95)} | ${at((one) => one.bytes / 1000, 0.5)} / ${at((one) => one.bytes / 1000, 0.95)} | ${at((one) => one.files, 0.5)} |`);
  }
}
