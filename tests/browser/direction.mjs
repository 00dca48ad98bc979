// An archive whose language runs from right to left: pages are mirrored, and what runs from left to right
// in them does so.

/** Only where the archive's own language runs from right to left; the paths are those of right-to-left/. */
export async function direction(looker, origin) {
  const page = await looker.open(origin, { viewport: { width: 1280, height: 900 } });
  await page.goto(origin + "index.html");
  if ((await page.getAttribute("html", "dir")) === "rtl") {
    await mirrored(looker, page, origin);
    await drawings(looker, page, origin);
    await passages(looker, page, origin);
  }
  await page.context().close();
}

const box = (page, selector) => page.locator(selector).first().boundingBox();

async function mirrored(looker, page, origin) {
  await page.goto(origin + "2024/01/01-markets.html");
  const [side, sheet, brand, tools] = [await box(page, ".side"), await box(page, ".sheet"), await box(page, ".brand"), await box(page, ".tools")];
  looker.expect(page, side.x + side.width <= sheet.x, "the facts do not stand left of the text");
  looker.expect(page, brand.x > tools.x, "the head of the page is not mirrored");
  const quoted = await page.locator(".text blockquote").evaluate((quote) => getComputedStyle(quote).borderRightWidth);
  looker.expect(page, quoted !== "0px", "the line beside a quotation is on the wrong side");
  const address = await page.locator(".cite-address a").evaluate((link) => getComputedStyle(link).direction);
  looker.expect(page, address === "ltr", "an address is written from right to left");
  await page.goto(origin + "2024/01/index.html");
  const [title, end] = [await box(page, ".row-title"), await box(page, ".row-end")];
  looker.expect(page, end.x < title.x, "the printed page does not stand at the left end of its row");
  looker.expect(page, Math.abs(end.y + end.height - title.y - title.height) < 6, "the printed page is not on the line of its title");
}

/** Time runs from the right: of the drawings the first year stands there, and no word is mirrored. */
async function drawings(looker, page, origin) {
  const drawn = (selector) => page.evaluate((selector) => {
    const at = (element) => element.getBoundingClientRect().left;
    const [first, last] = [0, -1].map((place) => Array.from(document.querySelectorAll(selector)).at(place));
    const words = first.closest("svg")?.querySelector("text");
    return { fromRight: at(first) > at(last), upright: !words || words.getScreenCTM().a > 0 };
  }, selector);
  for (const [path, selector] of [["2024/01/01-markets.html", ".timeline-line circle"], ["issues/index.html", ".holdings rect.held"]]) {
    await page.goto(origin + path);
    const { fromRight, upright } = await drawn(selector);
    looker.expect(page, fromRight, `${selector} of ${path} runs from left to right`);
    looker.expect(page, upright, `words of ${selector} of ${path} are mirrored`);
  }
  await page.goto(origin + "search/index.html");
  await page.locator(".years span").first().waitFor();
  looker.expect(page, (await drawn(".years span")).fromRight, "the years of a search run from left to right");
  await page.locator(".years span").first().click();
  looker.expect(page, (await page.locator(".chosen button").first().textContent()).includes("2023"), "a click on a year chooses another");
}

async function passages(looker, page, origin) {
  await page.goto(origin + "2024/01/02-notice-en.html");
  const read = await page.evaluate(() => {
    const text = document.querySelector(".text");
    const words = document.createRange();
    words.selectNodeContents(text.querySelector("p"));
    const first = words.getClientRects()[0];
    return { direction: getComputedStyle(text).direction, start: first.left - text.getBoundingClientRect().left };
  });
  looker.expect(page, read.direction === "ltr" && read.start < 2, `an English text begins ${read.start} pixels from its left edge, ${read.direction}`);
  await page.goto(origin + "2024/01/index.html");
  const english = page.locator(".row-title span[lang=en]");
  looker.expect(page, (await english.getAttribute("dir")) === "ltr", "an English title in a list does not say how it runs");
  await page.goto(origin + "search/index.html");
  await page.locator("#results a[lang=en]").first().waitFor();
  looker.expect(page, (await page.locator("#results a[lang=en]").first().getAttribute("dir")) === "auto", "an English title that was found does not say how it runs");
}
