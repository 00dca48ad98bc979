// Pictures of every kind of page, to be looked at: three widths, light and dark, elder mode, and paper.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PAGES } from "./site.mjs";

export async function pictures(looker, origin, folder) {
  mkdirSync(folder, { recursive: true });
  const name = (path, how, ending) => join(folder, `${path.replace(/\//g, "_").replace(/\.html$/, "")}.${how}.${ending}`);
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [360, 768, 1280]) {
      const page = await looker.open(origin, { colorScheme, viewport: { width, height: 900 } });
      for (const path of PAGES) {
        await page.goto(origin + path);
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.screenshot({
          path: name(path, `${width}-${colorScheme}`, "png"),
          clip: { x: 0, y: 0, width, height: Math.min(height, 6000) },
          fullPage: true,
        });
      }
      await page.context().close();
    }
  }
  const page = await looker.open(origin);
  for (const path of PAGES) {
    await page.goto(origin + path);
    await page.pdf({ path: name(path, "paper", "pdf"), preferCSSPageSize: true, printBackground: true });
  }
  await page.context().close();
}
