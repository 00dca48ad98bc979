// Measures documents on paper against GB/T 9704-2012: A4, a type area of 156 × 225 mm, 22 lines of 28
// characters. Poppler's pdftotext tells where every word stands.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MM = 72 / 25.4;

export async function paper(looker, origin) {
  const folder = mkdtempSync(join(tmpdir(), "gongbao-paper-"));
  const printed = async (path) => {
    const page = await looker.open(origin);
    await page.goto(origin + path);
    const file = join(folder, path.replace(/\//g, "_") + ".pdf");
    await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
    await page.context().close();
    return file;
  };
  try {
    const plan = "2025/zengkan-1/01-development-plan.html";
    grid(looker, plan, sheets(await printed(plan)));
    notes(looker, plan, text(await printed(plan)));
    whole(looker, "2024/11/print.html", text(await printed("2024/11/print.html")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function text(file) {
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
}

/** The lines of each sheet, in millimetres from its edges, from the top. */
function sheets(file) {
  const boxes = execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  return boxes.split("<page ").slice(1).map((sheet) => {
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(sheet);
    const words = Array.from(sheet.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g));
    const lines = [];
    for (const [, left, top, right, bottom, words_] of words) {
      const word = { left: left / MM, top: top / MM, right: right / MM, bottom: bottom / MM, words: words_ };
      const middle = (word.top + word.bottom) / 2;
      const line = lines.find((line) => Math.abs(line.middle - middle) < 3);
      if (!line) lines.push({ middle, ...word });
      else Object.assign(line, { left: Math.min(line.left, word.left), right: Math.max(line.right, word.right), words: line.words + word.words });
    }
    lines.sort((a, b) => a.middle - b.middle);
    return { width: width / MM, height: height / MM, lines };
  });
}

/** Characters that are as wide as they are high. */
const HAN = /[⺀-鿿豈-﫿　-〿＀-￯“”‘’…—]/u;

function grid(looker, path, all) {
  const isNumber = (line) => /^—\d+—$/.test(line.words.replace(/\s/g, ""));
  let full = 0;
  let widest = 0;
  all.forEach((sheet, index) => {
    const where = `${path}, sheet ${index + 1}`;
    looker.expect(where, Math.abs(sheet.width - 210) < 1 && Math.abs(sheet.height - 297) < 1, `${sheet.width} × ${sheet.height} mm is not A4`);
    const number = sheet.lines.filter(isNumber);
    looker.expect(where, number.length === 1 && number[0].words.includes(String(index + 1)), "has no page number");
    const outer = index % 2 === 0 ? number[0]?.left > 150 : number[0]?.right < 60;
    looker.expect(where, outer, "the page number is not at the outer edge");
    const lines = sheet.lines.filter((line) => !isNumber(line));
    // An opening mark at the beginning of a line is set without its blank half, which its box still has.
    const left = (line) => line.left + (/^[《（〔“‘「『【]/u.test(line.words) ? 2.8 : 0);
    const out = lines.filter((line) => left(line) < 27.5 || line.right > 184.8 || line.middle < 37 || line.middle > 262);
    looker.expect(where, out.length === 0, `leaves the type area: ${JSON.stringify(out[0])}`);
    // A sheet of nothing but running text: every line at the same distance from the one before.
    const steps = lines.slice(1).map((line, place) => line.middle - lines[place].middle);
    if (steps.length > 15 && steps.every((step) => Math.abs(step - 10.22) < 0.4)) {
      looker.expect(where, lines.length <= 22, `${lines.length} lines`);
      if (lines.length === 22) full += 1;
      for (const line of lines) {
        if (Array.from(line.words).every((character) => HAN.test(character))) widest = Math.max(widest, Array.from(line.words).length);
      }
    }
  });
  looker.expect(path, full >= 5, `only ${full} sheets are full with 22 lines`);
  looker.expect(path, widest === 28, `the longest line has ${widest} characters, not 28`);
  console.log(`paper: ${full} sheets of 22 lines, lines of up to ${widest} characters`);
}

/** Links are numbers, and their addresses stand in notes; nothing of the screen is left. */
function notes(looker, path, words) {
  looker.expect(path, /\[1\]/.test(words), "links have no numbers");
  looker.expect(path, /https:\/\/gazette\.example\/20\d\d\//.test(words), "the addresses of links are not printed");
  looker.expect(path, words.includes("引用") === false || !words.includes("上一件"), "ways to other pages are printed");
  looker.expect(path, !words.includes("长者模式") && !words.includes("本文目录"), "tools are printed");
  looker.expect(path, words.includes("《澜川区人民政府公报》2025年增刊1"), "the imprint is missing");
}

/** A whole issue has its contents and every document, and links within it need no address. */
function whole(looker, path, words) {
  const contents = words.indexOf("目");
  looker.expect(path, contents >= 0, "has no contents");
  const documents = words.match(/澜川区人民政府办公室关于加强村卫生室标准化建设的意\s*见|村卫生室/g) ?? [];
  looker.expect(path, documents.length >= 2, "has no documents");
  looker.expect(path, !/gazette\.example\/2024\/11\//.test(words), "links within the issue leave it");
}
