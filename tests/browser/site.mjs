// A built sample archive, from a disk and from a host, in a browser that notes what goes wrong.

import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { REFRESH } from "./kinds.mjs";

export const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Pages of the sample that are looked at besides the largest and smallest of each kind. */
export const PAGES = [
  "2024/11/index.html", "2024/11/03-school-bus.html", "2024/11/04-winter-fire.html", "2024/12/09-relief-circular.html",
  "2025/01/08-foreign-residents-notice-en.html", "numbers/lzf.html", "departments/water.html",
];

/** What hosts are told to send; see docs/hosting.md. Whatever a page does against it, the console says. */
export const POLICY = readFileSync(new URL("../../hosting/content-security-policy.txt", import.meta.url), "utf8").trim();

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml", ".json": "application/json" };

/** Serves a site, compressed where asked for, as most hosts do. */
export async function serve(site, compress = false) {
  const server = createServer((request, response) => {
    const path = join(site, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (!path.startsWith(site) || !existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      ...(compress && { "content-encoding": "gzip" }),
    });
    response.end(compress ? gzipSync(readFileSync(path)) : readFileSync(path));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origins = {
    file: pathToFileURL(site).href + "/",
    http: `http://127.0.0.1:${server.address().port}/`,
  };
  return { origins, close: () => server.close() };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
}

/** Opens pages and gathers what must not happen on them. */
export class Looker {
  failures = [];
  looks = 0;

  constructor(browser, site) {
    this.browser = browser;
    this.site = site;
  }

  fail(page, problem) {
    this.failures.push(`${typeof page === "string" ? page : page.url()}: ${problem}`);
  }

  expect(page, holds, problem) {
    this.looks += 1;
    if (!holds) this.fail(page, problem);
  }

  /** A page below an origin that may load nothing else and say nothing on the console. */
  async open(origin, options = {}) {
    const page = await (await this.browser.newContext(options)).newPage();
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.fail(page, `the console says: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.fail(page, `a script fails: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(origin)) this.fail(page, `${request.url()} leaves the folder`);
    });
    return page;
  }

  /** Opens a page of the site. A stub at an old address stays where it is, to be looked at. */
  async visit(page, origin, path) {
    const stub = this.site && REFRESH.test(readFileSync(join(this.site, path), "utf8"));
    await page.goto(origin + (stub ? "index.html" : path));
    if (!stub) return;
    const text = readFileSync(join(this.site, path), "utf8").replace(REFRESH, `<base href="${origin}${path}">`);
    await page.setContent(text, { waitUntil: "load" });
  }

  /** What axe finds on the page as it is shown. */
  async axe(page, how) {
    await page.evaluate(axeSource);
    const found = await page.evaluate(() => axe.run({ preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
    this.looks += 1;
    for (const violation of found.violations) {
      const where = violation.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ");
      this.fail(page, `${violation.id} (${how}): ${violation.help}: ${where}`);
    }
  }
}
