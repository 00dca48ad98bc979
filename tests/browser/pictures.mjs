// Pictures of pages, to be looked at: phone, tablet and desktop, light and dark, and paper.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A phone, a tablet, a desktop. */
const WIDTHS = [360, 820, 1440];
/** What stands further down is cut off: nobody looks at more, and a picture has to fit into memory. */
const HEIGHT = 6000;
/** How many sheets of a printed page are kept. */
const SHEETS = 4;

export async function pictures(looker, origin, pages, folder) {
  mkdirSync(folder, { recursive: true });
  const name = (path, how) => join(folder, `${path.replace(/\.html$/, "").replaceAll("/", "_")}.${how}`);
  for (const colorScheme of ["light", "dark"]) {
    for (const width of WIDTHS) {
      const page = await looker.open(origin, { colorScheme, viewport: { width, height: 900 } });
      for (const path of pages) {
        await looker.visit(page, origin, path);
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.screenshot({
          path: name(path, `${width}-${colorScheme}.png`),
          clip: { x: 0, y: 0, width, height: Math.min(height, HEIGHT) },
          fullPage: true,
        });
      }
      await page.context().close();
    }
  }
  const page = await looker.open(origin);
  for (const path of pages) {
    await looker.visit(page, origin, path);
    const sheets = name(path, "paper.pdf");
    await page.pdf({ path: sheets, preferCSSPageSize: true, printBackground: true });
    execFileSync("pdftoppm", ["-r", "75", "-l", String(SHEETS), "-png", sheets, name(path, "paper")]);
    rmSync(sheets);
  }
  await page.context().close();
}
