// Looks at a stick in a real browser, from a disk: the page that opens it, and the page that checks it.
//
//     node packages.mjs STICK [--pictures FOLDER]
//
// STICK is what `gongbao package usb --out STICK` made of the sample.

import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Looker, launch } from "./site.mjs";

const stick = resolve(process.argv[2] ?? "../../stick");
const folder = process.argv.indexOf("--pictures");
const work = mkdtempSync(join(tmpdir(), "stick-"));
const browser = await launch();
const looker = new Looker(browser);

/** Opens the checking page of a stick and picks the stick itself. Gives what it says in the end. */
async function check(page, copy, picked = copy) {
  await page.goto(pathToFileURL(join(copy, "核验.html")).href);
  await page.locator("#folder").setInputFiles(picked);
  await page.locator("#result").waitFor({ state: "visible", timeout: 60000 });
  const items = await page.locator(".files li").allTextContents();
  return { said: await page.locator("#result").textContent(), good: await page.locator("#result.good").count() === 1, items };
}

async function opened(options = {}) {
  return looker.open("file://", options);
}

const pick = (name) => {
  const copy = join(work, name);
  cpSync(stick, copy, { recursive: true });
  return copy;
};

// A whole copy is found whole, in light and dark, on a phone's width and a desk's.
for (const [width, colorScheme] of [[360, "light"], [360, "dark"], [1280, "light"], [1280, "dark"]]) {
  const page = await opened({ viewport: { width, height: 800 }, colorScheme });
  const { said, good } = await check(page, pick("whole"));
  looker.expect(page, good && /这份副本完好：\d+ 个文件全部齐全/.test(said), `a whole copy is called: ${said}`);
  looker.expect(page, /^([0-9a-f]{8} ?){8}$/.test(await page.locator("#sum").textContent()), "no fingerprint");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  looker.expect(page, overflow <= 0, `${overflow} pixels too wide`);
  await looker.axe(page, `checked, ${colorScheme}`);
  if (folder > 0) await page.screenshot({ path: join(resolve(process.argv[folder + 1]), `verify-${width}-${colorScheme}.png`), fullPage: true });
  await page.context().close();
}

// What is wrong is told file by file.
const wrong = pick("wrong");
appendFileSync(join(wrong, "site/404.html"), "x");
const bytes = Buffer.from("不同的内容");
writeFileSync(join(wrong, "site/index.html"), bytes);
rmSync(join(wrong, "open.html"));
writeFileSync(join(wrong, "site/added.html"), "x");
writeFileSync(join(wrong, ".DS_Store"), "x");
const page = await opened({ viewport: { width: 360, height: 800 } });
let result = await check(page, wrong);
looker.expect(page, !result.good && result.said.includes("有 4 处问题"), `a wrong copy is called: ${result.said}`);
const told = ["site/404.html", "site/index.html", "open.html", "site/added.html"];
looker.expect(page, JSON.stringify(result.items) === JSON.stringify(told), `told: ${result.items}`);
await looker.axe(page, "wrong");
if (folder > 0) await page.screenshot({ path: join(resolve(process.argv[folder + 1]), "verify-wrong.png"), fullPage: true });

// A byte of the same length, anywhere; a manifest that is damaged; the wrong folder.
const flipped = pick("flipped");
const style = join(flipped, "site/assets/style.css");
const { readFileSync } = await import("node:fs");
const text = readFileSync(style);
text[text.length >> 1] ^= 1;
writeFileSync(style, text);
result = await check(page, flipped);
looker.expect(page, result.items.join() === "site/assets/style.css", `a flipped bit: ${result.items}`);
const damaged = pick("damaged");
const manifest = readFileSync(join(damaged, "manifest.txt"), "utf8");
writeFileSync(join(damaged, "manifest.txt"), manifest.replace(/^# \d+\n/m, "# x\n"));
result = await check(page, damaged);
looker.expect(page, result.said.includes("已经损坏"), `a damaged manifest: ${result.said}`);
result = await check(page, damaged, join(damaged, "site"));
looker.expect(page, result.said.includes("没有清单"), `a folder without one: ${result.said}`);

// A large file is hashed in pieces while the page goes on drawing.
const large = pick("large");
const big = Buffer.alloc(80 << 20, "公报");
writeFileSync(join(large, "site/scan.pdf"), big);
const lines = readFileSync(join(large, "manifest.txt"), "utf8").split("\n");
const counts = /^# (\d+) files, (\d+) bytes$/.exec(lines[2]);
lines[2] = `# ${Number(counts[1]) + 1} files, ${Number(counts[2]) + big.length} bytes`;
const sum = createHash("sha256").update(big).digest("hex");
lines.splice(lines.length - 1, 0, `# ${big.length}`, `${sum}  site/scan.pdf`);
writeFileSync(join(large, "manifest.txt"), lines.join("\n"));
await page.goto(pathToFileURL(join(large, "核验.html")).href);
await page.evaluate(() => {
  window.slowest = 0;
  let last = performance.now();
  const tick = () => {
    window.slowest = Math.max(window.slowest, performance.now() - last);
    last = performance.now();
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
});
await page.locator("#folder").setInputFiles(large);
await page.locator("#result").waitFor({ state: "visible", timeout: 120000 });
looker.expect(page, await page.locator("#result.good").count() === 1, `a large file: ${await page.locator("#result").textContent()}`);
const slowest = await page.evaluate(() => window.slowest);
looker.expect(page, slowest < 1500, `the page stood still for ${Math.round(slowest)} ms`);

// The page that opens the stick does.
await page.goto(pathToFileURL(join(stick, "打开.html")).href);
const led = await page.waitForURL(/site\/index\.html/, { timeout: 10000 }).then(() => true, () => false);
looker.expect(page, led, "打开.html does not open the site");

await browser.close();
rmSync(work, { recursive: true, force: true });
for (const failure of looker.failures) console.error(failure);
console.log(`${looker.looks} looks, ${looker.failures.length} failures; the page never stood still for more than ${Math.round(slowest)} ms`);
process.exit(looker.failures.length ? 1 : 0);
