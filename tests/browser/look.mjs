// Looks at a built archive in a real browser, over file:// and over http.
//
//     node look.mjs ../../public [--pictures FOLDER] [--any]
//
// What must hold on every kind of page of every archive is tried in every-page.mjs, on the largest and the
// smallest page of each kind; how an archive from right to left is laid out, in direction.mjs. On the sample archive, whose pages are known, it is tried besides what a
// page can do (reading.mjs), how it is searched (search.mjs) and what it is on paper (paper.mjs); --any
// leaves that out.

import { resolve } from "node:path";
import { everyKind } from "./kinds.mjs";
import { Looker, PAGES, launch, serve } from "./site.mjs";
import { everyPage } from "./every-page.mjs";
import { direction } from "./direction.mjs";
import { numbers } from "./numbers.mjs";
import { paper } from "./paper.mjs";
import { pictures } from "./pictures.mjs";
import { policy } from "./policy.mjs";
import { reading } from "./reading.mjs";
import { parity, searching } from "./search.mjs";

const site = resolve(process.argv[2] ?? "../../public");
const folder = process.argv.indexOf("--pictures");
const any = process.argv.includes("--any");
const { origins, close } = await serve(site);
const browser = await launch();
const looker = new Looker(browser, site);
const pages = Array.from(new Set([...everyKind(site), ...(any ? [] : PAGES)])).sort();

await everyPage(looker, origins, pages);
await direction(looker, origins.file);
if (!any) {
  for (const [name, origin] of Object.entries(origins)) {
    await numbers(looker, origin, name);
    await reading(looker, origin, name);
    await searching(looker, origin, name, site);
  }
  await parity(looker, origins.file, site);
  await policy(looker, origins.http, site);
  await paper(looker, origins.file);
}
if (folder > 0) await pictures(looker, origins.http, pages, resolve(process.argv[folder + 1]));

await browser.close();
close();
for (const failure of new Set(looker.failures)) console.error(failure);
console.log(`${pages.length} pages, ${looker.looks} looks, ${looker.failures.length} failures`);
process.exit(looker.failures.length ? 1 : 0);
