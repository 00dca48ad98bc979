// Which pages of a built site to look at: of each kind the largest and the smallest, found by what the
// pages say they are, so that a kind that is added is looked at without being named here.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What makes a stub at an old address lead on before it can be looked at. */
export const REFRESH = /<meta [^>]*http-equiv=["']?refresh[^>]*>/i;

/** The kind that a page names in the class of its body, with the part of the site that it belongs to. */
function kindOf(site, name) {
  const page = readFileSync(join(site, name), "utf8");
  if (REFRESH.test(page)) return "stub";
  const kind = /<body class=(?:"([^"]*)"|([^\s>]+))/.exec(page);
  const folder = /^([a-z]+)\//.exec(name)?.[1] ?? "";
  return `${folder} ${kind?.[1] ?? kind?.[2]}`;
}

/** Paths below the site's root, in order. */
export function everyKind(site) {
  const kinds = new Map();
  const names = readdirSync(site, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  for (const name of names.filter((name) => name.endsWith(".html")).sort()) {
    const kind = kindOf(site, name);
    const page = { name, size: statSync(join(site, name)).size };
    const known = kinds.get(kind);
    if (!known) kinds.set(kind, { largest: page, smallest: page });
    else if (page.size > known.largest.size) known.largest = page;
    else if (page.size < known.smallest.size) known.smallest = page;
  }
  const chosen = new Set();
  for (const { largest, smallest } of kinds.values()) chosen.add(largest.name).add(smallest.name);
  return Array.from(chosen).sort();
}
