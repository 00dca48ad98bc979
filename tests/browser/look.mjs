// Looks at a built sample archive in a real browser, over file:// and over http.
//
//     node look.mjs ../../public
//
// What must hold on every kind of page: nothing on the console, no request that leaves the folder, no
// finding of axe in light and dark, no sideways scrolling at 320 pixels. And the number box leads to
// its document, from a disk and from a host.

import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const site = resolve(process.argv[2] ?? "../../public");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";

const PAGES = [
  "index.html", "404.html", "issues/index.html", "2024/index.html", "2024/11/index.html",
  "2025/zengkan-1/index.html", "2024/11/03-school-bus.html", "2024/11/04-winter-fire.html",
  "2024/12/09-relief-circular.html", "2025/01/08-foreign-residents-notice-en.html",
  "2025/zengkan-1/01-development-plan.html", "departments/index.html", "departments/water.html",
  "topics/index.html", "kinds/index.html", "kinds/tong-zhi.html", "numbers/index.html",
  "numbers/lzf.html", "numbers/wanted.html", "pages/about.html", "pages/format.html",
];

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript" };
const failures = [];
let looked = 0;

const server = createServer((request, response) => {
  const path = join(site, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
  if (!path.startsWith(site) || !existsSync(path)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
  response.end(readFileSync(path));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const origins = {
  file: pathToFileURL(site).href + "/",
  http: `http://127.0.0.1:${server.address().port}/`,
};

const browser = await chromium.launch({
  executablePath: executable,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});

/** A page that notes what it must not do. */
async function open(origin, options = {}) {
  const page = await (await browser.newContext(options)).newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) fail(page, `the console says: ${message.text()}`);
  });
  page.on("pageerror", (error) => fail(page, `a script fails: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) fail(page, `${request.url()} leaves the folder`);
  });
  return page;
}

function fail(page, problem) {
  failures.push(`${page.url()}: ${problem}`);
}

for (const [name, origin] of Object.entries(origins)) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(origin, { colorScheme, viewport: { width: 320, height: 640 } });
    for (const path of PAGES) {
      if (!existsSync(join(site, path))) {
        failures.push(`${path}: is not there`);
        continue;
      }
      await page.goto(origin + path);
      looked += 1;
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) fail(page, `${overflow} pixels too wide at 320 (${name}, ${colorScheme})`);
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run({ preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
      for (const violation of found.violations) {
        const where = violation.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ");
        fail(page, `${violation.id} (${colorScheme}): ${violation.help}: ${where}`);
      }
    }
    await page.context().close();
  }

  for (const typed of ["澜政发〔2024〕16号", "澜政发[2024]016号", "澜政发 （２０２４） 第16号"]) {
    const page = await open(origin);
    await page.goto(origin + "departments/index.html");
    const box = page.locator("form input").first();
    await box.fill(typed);
    await box.press("Enter");
    try {
      await page.waitForURL(/03-school-bus\.html/, { timeout: 5000 });
    } catch {
      fail(page, `typing ${typed} does not lead to its document (${name})`);
    }
    looked += 1;
    await page.context().close();
  }

  const plain = await open(origin, { javaScriptEnabled: false });
  await plain.goto(origin + "2024/11/03-school-bus.html");
  if (!(await plain.locator("h1").isVisible())) fail(plain, "the text does not show without script");
  await plain.context().close();
}

await browser.close();
server.close();
for (const failure of failures) console.error(failure);
console.log(`${looked} looks, ${failures.length} failures`);
process.exit(failures.length ? 1 : 0);
