// Times the preview as an editor sees it: from a file being saved to a real browser showing it, the time
// to the first page after the start, and memory.
//
//     (cd tests/browser && npm ci)
//     node benches/preview.mjs target/release/gongbao ARCHIVE [--edits N]
//
// The archive is one of synth_archive.py (--format gongbao) on a memory file system; its files are edited
// and put back. It is started twice, so that the second start finds the cache warm.

import { spawn } from "node:child_process";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";

const require = createRequire(new URL("../tests/browser/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const [program, archive] = process.argv.slice(2, 4).map((path) => resolve(path));
const option = process.argv.indexOf("--edits");
const EDITS = option > 0 ? Number(process.argv[option + 1]) : 40;
const now = () => performance.timeOrigin + performance.now();
const pause = (time) => new Promise((done) => setTimeout(done, time));

/** Starts the preview and waits for its first page. */
async function start() {
  const began = now();
  const child = spawn(program, ["serve", "--port", "0", "-C", archive], { env: { ...process.env, GONGBAO_MESSAGES: "en" } });
  let said = "";
  let ready;
  const address = new Promise((done) => { ready = done; });
  child.stdout.on("data", (words) => {
    said += words;
    const found = /http:\/\/[^ ]+/.exec(said);
    if (found) ready(found[0]);
  });
  const base = await address;
  const page = await fetch(base);
  await page.text();
  return { child, base, took: now() - began };
}

/** Kilobytes, as Linux tells them: now, and at most. */
function memory(child) {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  const value = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
  return { now: value("VmRSS") / 1024, most: value("VmHWM") / 1024 };
}

async function stop({ child }) {
  const gone = new Promise((done) => child.once("exit", done));
  child.kill();
  await gone;
}

/** Documents spread over the archive, by their paths. */
function documents(count) {
  const content = join(archive, "content");
  const years = readdirSync(content).filter((name) => /^\d{4}$/.test(name)).sort();
  const found = [];
  for (let turn = 0; found.length < count; turn += 1) {
    const year = years[(turn * 7) % years.length];
    const issues = readdirSync(join(content, year)).sort();
    const issue = issues[(turn * 5) % issues.length];
    const names = readdirSync(join(content, year, issue)).filter((name) => name.endsWith(".md") && name !== "issue.md").sort();
    found.push(`${year}/${issue}/${names[(turn * 3) % names.length]}`);
  }
  return found;
}

/** Where the first paragraph begins: the front matter ends in a line of its own, and an empty one follows. */
const middle = (text) => text.indexOf("\n---\n\n") + "\n---\n\n".length;
/** What is saved: the kinds of edits, each with a mark that the page is to show. */
const KINDS = {
  "words in a paragraph": (text, mark) => text.slice(0, middle(text)) + mark + text.slice(middle(text)),
  "a new paragraph": (text, mark) => text.slice(0, middle(text)) + mark + "。\n\n" + text.slice(middle(text)),
  "a title": (text, mark) => text.replace(/^title: "(.*)"$/m, (line, words) => `title: "${words}${mark}"`),
  "a topic": (text, mark) => text.replace(/^topics: \[(.*)\]$/m, (line, topics) => `topics: [${topics}, ${mark}]`),
};

/** Edits one document and gives the milliseconds until the browser shows it. */
async function edit(page, path, change, mark) {
  const file = join(archive, "content", path);
  const before = readFileSync(file, "utf8");
  const after = change(before, mark);
  if (after === before) throw new Error(`${path} cannot be edited so`);
  const saved = now();
  writeFileSync(file, after);
  const shown = await page.waitForFunction((mark) => window.gongbaoSeen && window.gongbaoSeen[mark], mark, { timeout: 60000, polling: 5 });
  const took = await shown.jsonValue() - saved;
  writeFileSync(file, before);
  await page.waitForFunction((mark) => !document.querySelector("main").textContent.includes(mark), mark, { timeout: 60000, polling: 20 });
  await pause(60);
  return took;
}

function line(name, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)].toFixed(0).padStart(6);
  console.log(`${name.padEnd(24)} median ${at(0.5)} ms   95 % ${at(0.95)} ms   most ${at(1)} ms   (${sorted.length})`);
}

const cold = await start();
await pause(2500);
await stop(cold);
const run = await start();
console.log(`first page after the start: ${(cold.took / 1000).toFixed(2)} s, with a warm cache ${(run.took / 1000).toFixed(2)} s`);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
const page = await browser.newPage();
// Looks at every frame for marks, and notes when each was first to be seen.
await page.addInitScript(() => {
  const seen = window.gongbaoSeen = {};
  const look = () => {
    const main = document.querySelector("main");
    for (const [mark] of main ? main.textContent.matchAll(/记号\d+/g) : []) {
      if (!seen[mark]) seen[mark] = performance.timeOrigin + performance.now();
    }
    requestAnimationFrame(look);
  };
  look();
});
let marks = 0;
const all = {};
for (const [name, change] of Object.entries(KINDS)) {
  const times = [];
  for (const path of documents(name === "words in a paragraph" ? EDITS : Math.ceil(EDITS / 2))) {
    await page.goto(run.base + path.replace(/\.md$/, ".html"));
    await pause(400);
    marks += 1;
    times.push(await edit(page, path, change, `记号${marks}`));
  }
  all[name] = times;
  line(name, times);
}
const added = [];
for (const path of documents(Math.ceil(EDITS / 4))) {
  const folder = path.slice(0, path.lastIndexOf("/"));
  const file = join(archive, "content", folder, "99-new.md");
  await page.goto(`${run.base}${folder}/index.html`);
  await pause(300);
  marks += 1;
  const saved = now();
  writeFileSync(file, `---\ntitle: 记号${marks}的通知\n---\n正文。\n`);
  const shown = await page.waitForFunction((mark) => window.gongbaoSeen[mark], `记号${marks}`, { timeout: 60000, polling: 5 });
  added.push(await shown.jsonValue() - saved);
  rmSync(file);
  await pause(1500);
}
line("a new document", added);
// Of twenty saves eighteen are of words, one of a title and one of something else.
const of = (times, count) => Array.from({ length: count }, (_, index) => times[index % times.length]);
line("eighteen, one and one", [
  ...of([...all["words in a paragraph"], ...all["a new paragraph"]], EDITS * 18 / 2), ...of(all["a title"], EDITS / 2), ...of([...all["a topic"], ...added], EDITS / 2),
]);
const used = memory(run.child);
console.log(`memory: ${used.now.toFixed(0)} MB, at most ${used.most.toFixed(0)} MB`);
await browser.close();
await stop(run);
