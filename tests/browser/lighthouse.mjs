// What Lighthouse says of a built archive on a phone with a slow connection, run by hand: it is dear to
// install, and its figures depend on the machine.
//
//     node lighthouse.mjs ../../public [PAGE…]
//
// Accessibility, best practices and search engines have to be at 100, performance at 95 or more.

import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { serve } from "./site.mjs";

const VERSION = "lighthouse@13.5.0";
const LEAST = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };

const site = resolve(process.argv[2] ?? "../../public");
const pages = process.argv.length > 3 ? process.argv.slice(3) : [
  "index.html", "2024/11/index.html", "2024/11/03-school-bus.html", "2025/zengkan-1/01-development-plan.html",
  "departments/education.html", "numbers/lzf.html", "search/index.html",
];
const { origins, close } = await serve(site, true);
let low = 0;
for (const page of pages) {
  const { stdout } = await promisify(execFile)("npx", [
    "--yes", VERSION, origins.http + page, "--quiet", "--output=json",
    `--only-categories=${Object.keys(LEAST).join(",")}`,
    "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update",
  ], { env: { CHROME_PATH: "/usr/bin/chromium", ...process.env }, maxBuffer: 1 << 28 });
  const report = JSON.parse(stdout);
  const scores = Object.entries(report.categories).map(([id, { score }]) => [id, Math.round(score * 100)]);
  const metric = (id) => report.audits[id].displayValue;
  console.log(`${page}: ${scores.map(([id, score]) => `${id} ${score}`).join(", ")}; first paint ${metric("first-contentful-paint")}, largest ${metric("largest-contentful-paint")}, shift ${metric("cumulative-layout-shift")}, blocked ${metric("total-blocking-time")}`);
  const failed = Object.values(report.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode === "binary");
  for (const { id, title } of failed) console.log(`  ${id}: ${title}`);
  low += scores.filter(([id, score]) => score < LEAST[id]).length;
}
close();
process.exit(low ? 1 : 0);
