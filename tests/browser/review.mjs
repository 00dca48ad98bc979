// Looks at the page on which an import is reviewed, as the program writes it, from a disk.
//
//     node review.mjs ../../target/release/gongbao [--pictures folder]
//
// What must hold: keys and buttons step through the doubtful places and around at the ends; each place comes
// into view with its reason, what was read and what was made of it; nothing is cut off on a phone, and
// nothing is hard to read in the light or in the dark.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Looker, launch } from "./site.mjs";

const program = resolve(process.argv[2] ?? "../../target/release/gongbao");
const pictures = process.argv.includes("--pictures") && process.argv[process.argv.indexOf("--pictures") + 1];
const issues = fileURLToPath(new URL("../import/issues", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gongbao-review-"));

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 640 } };
/** Issues whose import leaves doubts, by their files: prose, tables, and words in letters. */
const ISSUES = ["notices-2020", "japan-2022", "english-2012"];

/** Imports an issue, and gives the address of its page. */
function imported(name) {
  const into = join(folder, name);
  const ran = spawnSync(program, ["import", join(issues, `${name}.txt`), "--into", into, "--quiet"], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`the import of ${name} ends with ${ran.status}: ${ran.stderr}`);
  const year = readdirSync(join(into, "content"))[0];
  const number = readdirSync(join(into, "content", year))[0];
  return pathToFileURL(join(into, "content", year, number)).href + "/";
}

/** Where the place that is open stands, and its parts that should be seen. */
const open = (page) => page.evaluate(() => {
  const place = document.activeElement.closest(".look");
  if (!place) return null;
  const box = (part) => part.getBoundingClientRect();
  const seen = (part) => part !== null && (part.textContent === "" || (box(part).top >= box(document.querySelector("header")).bottom - 1 && box(part).top < innerHeight - 8));
  const parts = Object.fromEntries([".why", ".raw", ".result"].map((name) => [name, seen(place.querySelector(name))]));
  return { id: place.id, parts, count: document.getElementById("count").textContent, tall: box(place).height > innerHeight / 2 };
});

/** Steps through all places by a key, and around. */
async function steps(looker, page, key, back) {
  const ids = await page.evaluate(() => Array.from(document.querySelectorAll(".look"), (place) => place.id));
  looker.expect(page, ids.length > 1, `only ${ids.length} places`);
  for (const id of back ? ids.toReversed() : ids) {
    await page.keyboard.press(key);
    const now = await open(page);
    looker.expect(page, now?.id === id, `${key} leads to ${now?.id} and not to ${id}`);
    looker.expect(page, now?.count.includes(String(ids.indexOf(id) + 1)), `${id} is not counted: ${now?.count}`);
    looker.expect(page, now?.parts[".why"], `the reason of ${id} is not in view`);
    looker.expect(page, now?.parts[".raw"] && (now.parts[".result"] || (now.tall && page.viewportSize().width < 800)), `what was read or made at ${id} is not in view: ${JSON.stringify(now)}`);
  }
  await page.keyboard.press(key);
  looker.expect(page, (await open(page))?.id === (back ? ids.at(-1) : ids[0]), "the last step does not lead around");
}

/** Nothing reaches over the edge of the window. */
async function fits(looker, page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  looker.expect(page, over <= 0, `the page is ${over} pixels wider than the window`);
}

async function review(looker, origin, name, size, scheme) {
  const page = await looker.open(origin, { viewport: SIZES[size], colorScheme: scheme });
  await page.goto(`${origin}_import-review.html`);
  await fits(looker, page);
  if (pictures) await page.screenshot({ path: join(pictures, `review-${name}-${size}-${scheme}.png`) });
  await steps(looker, page, "j", false);
  await steps(looker, page, "k", true);
  if (pictures) await page.screenshot({ path: join(pictures, `review-${name}-${size}-${scheme}-place.png`) });
  await looker.axe(page, `${size}, ${scheme}`);

  // The buttons do as the keys do, and go on from a place that was clicked.
  await page.locator("#place-1 .why").click();
  await page.click("#next");
  looker.expect(page, (await open(page))?.id === "place-2", "the button does not go on from the place that was clicked");
  await page.click("#previous");
  looker.expect(page, (await open(page))?.id === "place-1", "the button does not go back");

  // With the rest hidden the place stays in view, and the steps go on.
  await page.check("#only");
  await fits(looker, page);
  const shown = await page.evaluate(() => Array.from(document.querySelectorAll(".pair")).filter((pair) => pair.offsetHeight > 0).every((pair) => pair.classList.contains("look")));
  looker.expect(page, shown, "what is not doubtful is shown");
  await page.keyboard.press("j");
  looker.expect(page, (await open(page))?.id === "place-2", "the steps do not go on when the rest is hidden");
  await page.keyboard.press("Control+j");
  looker.expect(page, (await open(page))?.id === "place-2", "a shortcut of the browser is taken for a step");
  if (pictures) await page.screenshot({ path: join(pictures, `review-${name}-${size}-${scheme}-only.png`) });
  await page.context().close();
}

if (pictures) mkdirSync(pictures, { recursive: true });
const browser = await launch();
const looker = new Looker(browser);
try {
  for (const name of ISSUES) {
    const origin = imported(name);
    for (const size of Object.keys(SIZES)) {
      for (const scheme of ["light", "dark"]) await review(looker, origin, name, size, scheme);
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of looker.failures) console.error(failure);
console.log(`the review of an import: ${looker.looks} looks, ${looker.failures.length} failures`);
process.exit(looker.failures.length ? 1 : 0);
