// Queries drawn from an archive's sources, and what a plain scan of the same sources finds for them. Nothing
// here looks at the index.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";

/** How many queries of each class. */
const COUNTS = { "2 characters": 50, "4 characters": 50, "8 characters": 50, "a word": 60, "part of a title": 60, "two words": 40, "a number": 40 };
/** What a phrase may hold, and what it begins and ends with. */
const PHRASE = /^[\p{Script=Han}0-9，、。；：《》（）]+$/u;
const ENDS = /^[\p{Script=Han}].*[\p{Script=Han}]$/u;
/** Other ways of writing a number's brackets; each must lead to the same document. */
const BRACKETS = ["〔〕", "[]", "（）", "【】", "()", "［］"];

/** Numbers from 0 to 1, always the same ones (mulberry32). */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The sources of all documents, by the address of their page. */
export function sources(archive) {
  const found = [];
  const content = join(archive, "content");
  for (const year of folders(content).filter((name) => /^\d{4}$/.test(name))) {
    for (const issue of folders(join(content, year))) {
      for (const name of readdirSync(join(content, year, issue)).sort()) {
        if (name.endsWith(".md") && name !== "issue.md") found.push(`${year}/${issue}/${name.slice(0, -3)}`);
      }
    }
  }
  return found;
}

function folders(path) {
  return readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
}

/** A document as its source has it: title, numbers, and the lines of its text without marks of Markdown. */
export function read(archive, address) {
  const [, front, body] = /^---\n([^]*?)\n---\n([^]*)$/.exec(readFileSync(join(archive, "content", `${address}.md`), "utf8"));
  const values = (key) => [...front.matchAll(new RegExp(`^${key}: (.*)$`, "gm"))].flatMap(([, value]) => [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((one) => JSON.parse(one[0])));
  const lines = body.split("\n").map((line) => line.replace(/^#+ |^\|\s*|\s*\|$/g, "").replace(/\\(.)/g, "$1")).filter(Boolean);
  return { title: values("title")[0] ?? "", numbers: values("number"), heads: ["department", "departments", "recipients"].flatMap(values), lines };
}

/** All queries, by class, each with what it looks for. */
export function draw(archive, addresses, seed) {
  const random = generator(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const document = () => read(archive, pick(addresses));
  const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
  const until = (make) => {
    for (;;) {
      const made = make();
      if (made) return made;
    }
  };
  const piece = (line, length) => {
    const start = Math.floor(random() * (line.length - length + 1));
    const words = line.slice(start, start + length);
    return PHRASE.test(words) && ENDS.test(words) && { text: words, needs: [words] };
  };
  const phrase = (length) => until(() => {
    const { lines } = document();
    const line = pick(lines);
    return line && line.length >= length && piece(line, length);
  });
  const words = (lines) => [...segmenter.segment(pick(lines) ?? "")].map((one) => one.segment).filter((one) => one.length > 1 && /^\p{Script=Han}+$/u.test(one));
  const word = (lines) => pick(words(lines));
  const makers = {
    "2 characters": () => phrase(2),
    "4 characters": () => phrase(4),
    "8 characters": () => phrase(8),
    "a word": () => until(() => { const one = word(document().lines); return one && { text: one, needs: [one] }; }),
    "part of a title": () => until(() => { const { title } = document(); const length = 4 + Math.floor(random() * 7); return title.length >= length && piece(title, length); }),
    "two words": () => until(() => {
      const { lines } = document();
      const [one, other] = [word(lines), word(lines)];
      return one && other && one !== other && { text: `${one} ${other}`, needs: [one, other] };
    }),
    "a number": () => until(() => {
      const [number] = document().numbers;
      const brackets = pick(BRACKETS);
      return number && { text: number.replace(/[〔［\[]/, brackets[0]).replace(/[〕］\]]/, brackets[1]), needs: [number], number };
    }),
  };
  return Object.entries(COUNTS).flatMap(([kind, count]) => Array.from({ length: count }, () => ({ kind, ...makers[kind]() })));
}

/** Adds to each query the addresses of the documents that hold it, letter by letter. */
export function scan(archive, addresses, queries) {
  for (const query of queries) query.holding = new Set();
  for (const address of addresses) {
    const { title, numbers, heads, lines } = read(archive, address);
    const text = [title, ...numbers, ...heads, ...lines].join("\n");
    for (const query of queries) {
      if (query.needs.every((words) => text.includes(words))) query.holding.add(address);
    }
  }
}

/**
 * Whether a document's source holds a query when characters are taken for one another as the theme's script
 * does: for results that a scan letter by letter does not have.
 */
export function holder(site) {
  const context = { TextEncoder, gongbaoSearch: (name, table) => { context.table = table; } };
  const script = new URL("../../themes/default/assets/search-text.js", import.meta.url);
  runInNewContext(readFileSync(script, "utf8"), context);
  runInNewContext(readFileSync(join(site, "search/fold.js"), "utf8"), context);
  context.gongbaoText.useFolds(context.table);
  const text = context.gongbaoText;
  return (archive, address, query) => {
    const { title, numbers, heads, lines } = read(archive, address);
    const blocks = [title, ...numbers, ...heads, ...lines].map(text.block);
    const isNumber = query.number && numbers.some((number) => text.numberKey(number) === text.numberKey(query.text));
    return isNumber || text.phrases(query.text).every((phrase) => blocks.some((block) => text.holds(block, phrase)));
  };
}
