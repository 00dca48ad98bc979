// Looks at a built sample archive in a real browser, over file:// and over http.
//
//     node look.mjs ../../public [--pictures FOLDER]
//
// What must hold on every kind of page: nothing on the console, no request that leaves the folder, no
// finding of axe in light, dark and elder mode, zoomed and at 320 pixels, no sideways scrolling. What a
// page can do is tried in reading.mjs, what it is on paper is measured in paper.mjs.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { PAGES, Looker, launch, serve } from "./site.mjs";
import { paper } from "./paper.mjs";
import { pictures } from "./pictures.mjs";
import { policy } from "./policy.mjs";
import { reading } from "./reading.mjs";

const site = resolve(process.argv[2] ?? "../../public");
const folder = process.argv.indexOf("--pictures");
const { origins, close } = await serve(site);
const browser = await launch();
const looker = new Looker(browser);

/** Every kind of page in one manner of being looked at. */
async function everyPage(origin, how, options, elder = false) {
  const page = await looker.open(origin, options);
  if (elder) await page.addInitScript(() => { window.name = "gongbao-elder"; });
  for (const path of PAGES) {
    if (!existsSync(join(site, path))) {
      looker.fail(path, "is not there");
      continue;
    }
    await page.goto(origin + path);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    looker.expect(page, overflow <= 0, `${overflow} pixels too wide (${how})`);
    await looker.axe(page, how);
  }
  await page.context().close();
}

const phone = { width: 320, height: 640 };
const zoomed = { width: 640, height: 450 };
await everyPage(origins.file, "light, 320 pixels", { viewport: phone, colorScheme: "light" });
await everyPage(origins.file, "dark, 320 pixels", { viewport: phone, colorScheme: "dark" });
await everyPage(origins.http, "light, at 200 %", { viewport: zoomed, deviceScaleFactor: 2, colorScheme: "light" });
await everyPage(origins.http, "dark, wide", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" });
await everyPage(origins.file, "elder mode, light", { viewport: phone, colorScheme: "light" }, true);
await everyPage(origins.file, "elder mode, dark", { viewport: phone, colorScheme: "dark" }, true);
await everyPage(origins.http, "forced colours", { viewport: phone, forcedColors: "active", reducedMotion: "reduce" });

for (const [name, origin] of Object.entries(origins)) {
  for (const typed of ["澜政发〔2024〕16号", "澜政发[2024]016号", "澜政发 （２０２４） 第16号"]) {
    const page = await looker.open(origin);
    await page.goto(origin + "departments/index.html");
    const box = page.locator("form input").first();
    await box.fill(typed);
    await box.press("Enter");
    const led = await page.waitForURL(/03-school-bus\.html/, { timeout: 10000 }).then(() => true, () => false);
    looker.expect(page, led, `typing ${typed} does not lead to its document (${name})`);
    await page.context().close();
  }

  const plain = await looker.open(origin, { javaScriptEnabled: false });
  await plain.goto(origin + "2024/11/03-school-bus.html");
  looker.expect(plain, await plain.locator("h1").isVisible(), "the text does not show without script");
  await plain.context().close();

  await reading(looker, origin, name);
}

await policy(looker, origins.http, site);
await paper(looker, origins.file);
if (folder > 0) await pictures(looker, origins.file, resolve(process.argv[folder + 1]));

await browser.close();
close();
for (const failure of looker.failures) console.error(failure);
console.log(`${looker.looks} looks, ${looker.failures.length} failures`);
process.exit(looker.failures.length ? 1 : 0);
