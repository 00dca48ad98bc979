// Looks at the preview in a real browser, while its files are edited.
//
//     node preview.mjs ../../target/release/gongbao
//
// What must hold: the page on the screen follows its file, in its place; a mistake shows as a panel with
// the way to the editor and goes when it is mended; a style changes under the page.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Looker, launch } from "./site.mjs";

const program = resolve(process.argv[2] ?? "../../target/release/gongbao");
const repository = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gongbao-preview-"));
cpSync(join(repository, "book.toml"), join(folder, "book.toml"));
cpSync(join(repository, "content"), join(folder, "content"), { recursive: true });

const child = spawn(program, ["serve", "--port", "0", "-C", folder], { env: { ...process.env, GONGBAO_MESSAGES: "en" } });
const origin = await new Promise((done, fail) => {
  let said = "";
  child.stdout.on("data", (words) => {
    said += words;
    const found = /http:\/\/[^ ]+/.exec(said);
    if (found) done(found[0]);
  });
  child.once("exit", () => fail(new Error(`the preview ended: ${said}`)));
});
const browser = await launch();
const looker = new Looker(browser);

const DOCUMENT = "2024/11/03-school-bus";
const file = join(folder, "content", `${DOCUMENT}.md`);
const whole = readFileSync(file, "utf8");
const save = (text, place = file) => {
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
};
const article = "第五条";
const edited = (words) => whole.replace(article, `${article} ${words}`);

/** Waits until something holds on the page, and counts it as looked at. */
async function until(page, problem, holds, value) {
  const held = await page.waitForFunction(holds, value, { timeout: 15000 }).then(() => true, () => false);
  looker.expect(page, held, problem);
}
const shows = (page, words) => until(page, `does not show ${words}`, (words) => document.querySelector("main").textContent.includes(words), words);
/** Where the fifth article stands on the screen. */
const place = (page) => page.evaluate(() => document.querySelector("[id$='art_5']").getBoundingClientRect().top);
const settle = (page) => page.waitForTimeout(400);
/** The panel stands in a room of its own. */
const inPanel = (page, look) => page.evaluate(`(() => { const room = document.getElementById("gongbao-preview").shadowRoot; return (${look})(room); })()`);
const panelIsOpen = (page) => inPanel(page, "(room) => !room.querySelector('.panel').hidden");

async function following(page) {
  await page.goto(`${origin}${DOCUMENT}.html`);
  await page.evaluate(() => document.querySelector("[id$='art_5']").scrollIntoView());
  await page.evaluate(() => scrollBy(0, -120));
  await settle(page);
  await page.evaluate(() => { window.stays = true; });
  const before = await place(page);
  save(edited("校车应当避让。"));
  await shows(page, "校车应当避让。");
  looker.expect(page, await page.evaluate(() => window.stays === true), "words that change reload the page");
  looker.expect(page, Math.abs(await place(page) - before) < 2, "the place in the page is lost when words change");

  // A block above what is read: the page is made anew, and what is read stays where it is.
  save(edited("校车应当避让。").replace("\n\n", "\n\n这是新的一段，放在最前面。\n\n"));
  await shows(page, "这是新的一段，放在最前面。");
  await settle(page);
  looker.expect(page, Math.abs(await place(page) - before) < 4, `the place in the page is lost by a reload: ${before} became ${await place(page)}`);
  looker.expect(page, await page.evaluate(() => scrollY > 200), "the page was scrolled");

  // A link to a place in the page stays in the address.
  save(whole);
  await until(page, "does not go back", () => !document.querySelector("main").textContent.includes("放在最前面"));
  await page.goto(`${origin}${DOCUMENT}.html#${await page.evaluate(() => document.querySelector("[id$='art_5']").id)}`);
  await settle(page);
  const hash = await page.evaluate(() => location.hash);
  save(edited("再改一次。").replace("\n\n", "\n\n又一段。\n\n"));
  await shows(page, "再改一次。");
  looker.expect(page, await page.evaluate(() => location.hash) === hash, "the place in the address is lost");

  // Other saves that editors make.
  writeFileSync(`${file}~`, edited("先写到旁边。"));
  renameSync(`${file}~`, file);
  await shows(page, "先写到旁边。");
  await page.goto(`${origin}2024/11/index.html`);
  save("---\ntitle: 新增的通告\n---\n正文。\n", join(folder, "content/2024/11/98-new.md"));
  await shows(page, "新增的通告");
  rmSync(join(folder, "content/2024/11/98-new.md"));
  await until(page, "shows what is gone", () => !document.querySelector("main").textContent.includes("新增的通告"));
  save(whole);
}

async function mistakes(page) {
  await page.goto(`${origin}${DOCUMENT}.html`);
  await settle(page);
  const title = await page.locator("h1").innerText();
  looker.expect(page, await inPanel(page, "(room) => room.querySelector('.badge').hidden"), "something shows though nothing is wrong");
  save(whole.replace("---\n", "---\nnunber: 3\n"));
  const text = "(room) => room.querySelector('.panel').textContent";
  await until(page, "no panel opens", () => {
    const panel = document.getElementById("gongbao-preview").shadowRoot.querySelector(".panel");
    return !panel.hidden && panel.textContent.includes("nunber");
  });
  looker.expect(page, (await page.locator("h1").innerText()) === title, "the last good page is gone");
  const link = await inPanel(page, "(room) => room.querySelector('.edit').href");
  looker.expect(page, link.startsWith("vscode://file/") && link.endsWith(`${DOCUMENT}.md:2:1`), `the way to the editor is ${link}`);
  looker.expect(page, (await inPanel(page, "(room) => room.querySelector('mark').textContent")) === "nunber", "the place is not marked");
  looker.expect(page, (await inPanel(page, text)).includes("number"), "nothing tells how to mend it");
  looker.expect(page, (await inPanel(page, text)).includes("本页"), "the panel does not speak the archive's language");
  await looker.axe(page, "panel");
  await page.screenshot({ path: process.env.PICTURES ? join(process.env.PICTURES, "preview-panel.png") : undefined });

  // By keyboard: close, and open again.
  await inPanel(page, "(room) => room.querySelector('.close').focus()");
  await page.keyboard.press("Escape");
  looker.expect(page, !(await panelIsOpen(page)), "Escape does not close the panel");
  looker.expect(page, await inPanel(page, "(room) => room.activeElement === room.querySelector('.badge')"), "the keyboard is lost");
  await page.keyboard.press("Enter");
  looker.expect(page, await panelIsOpen(page), "Enter does not open the panel");
  await page.keyboard.press("Escape");
  await page.reload();
  await settle(page);
  looker.expect(page, !(await panelIsOpen(page)), "what was closed opens again by itself");
  looker.expect(page, (await page.locator("h1").innerText()) === title, "a reload loses the last good page");

  save(whole);
  await until(page, "what is mended stays in the panel", () => document.getElementById("gongbao-preview").shadowRoot.querySelector(".badge").hidden);

  const template = join(folder, "themes/default/templates/document.html");
  save("{% extends \"base.html\" %}{% block main %}{{ nothing.at.all }}{% endblock main %}", template);
  await until(page, "a broken template opens no panel", () => document.getElementById("gongbao-preview").shadowRoot.textContent.includes("document.html"));
  looker.expect(page, (await page.locator("h1").innerText()) === title, "a broken template takes the page away");
  rmSync(join(folder, "themes"), { recursive: true });
  await until(page, "the mended template stays in the panel", () => document.getElementById("gongbao-preview").shadowRoot.querySelector(".badge").hidden);

  const book = readFileSync(join(folder, "book.toml"), "utf8");
  save(`${book}\n[[[`, join(folder, "book.toml"));
  await until(page, "broken settings open no panel", () => document.getElementById("gongbao-preview").shadowRoot.textContent.includes("book.toml"));
  save(book, join(folder, "book.toml"));
  await until(page, "the mended settings stay in the panel", () => document.getElementById("gongbao-preview").shadowRoot.querySelector(".badge").hidden);
}

async function onAPhone() {
  const page = await looker.open(origin, { viewport: { width: 320, height: 640 } });
  await page.goto(`${origin}${DOCUMENT}.html`);
  await settle(page);
  save(whole.replace("---\n", "---\nnunber: 3\n"));
  await until(page, "nothing tells of the mistake", () => !document.getElementById("gongbao-preview").shadowRoot.querySelector(".badge").hidden);
  looker.expect(page, !(await panelIsOpen(page)), "the panel covers a phone by itself");
  await inPanel(page, "(room) => room.querySelector('.badge').click()");
  const height = await inPanel(page, "(room) => room.querySelector('.panel').getBoundingClientRect().height");
  looker.expect(page, height > 0 && height < 640 * 0.4, `the panel is ${height} pixels high on a phone`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  looker.expect(page, wide <= 0, "the panel makes the page too wide");
  await looker.axe(page, "panel on a phone");
  save(whole);
  await page.context().close();
}

async function styles(page) {
  await page.goto(`${origin}${DOCUMENT}.html`);
  await settle(page);
  await page.evaluate(() => { window.stays = true; });
  const style = join(folder, "themes/default/assets/style.css");
  save(`${readFileSync(join(repository, "themes/default/assets/style.css"), "utf8")}\nbody { background: rgb(1, 2, 3); }\n`, style);
  await until(page, "the style does not change", () => getComputedStyle(document.body).backgroundColor === "rgb(1, 2, 3)");
  looker.expect(page, await page.evaluate(() => window.stays === true), "a style reloads the page");
  rmSync(join(folder, "themes"), { recursive: true });
  await until(page, "the old style does not come back", () => getComputedStyle(document.body).backgroundColor !== "rgb(1, 2, 3)");
}

try {
  const page = await looker.open(origin, { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  await following(page);
  await mistakes(page);
  await styles(page);
  await page.context().close();
  await onAPhone();
} finally {
  await browser.close();
  child.removeAllListeners("exit");
  child.kill();
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of looker.failures) console.error(failure);
console.log(`the preview: ${looker.looks} looks, ${looker.failures.length} failures`);
process.exit(looker.failures.length ? 1 : 0);
