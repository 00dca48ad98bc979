// The box in the head of a page: a document number in any writing leads to its document.

export async function numbers(looker, origin, name) {
  for (const typed of ["澜政发〔2024〕16号", "澜政发[2024]016号", "澜政发 （２０２４） 第16号"]) {
    const page = await looker.open(origin);
    await page.goto(origin + "departments/index.html");
    const box = page.locator("form input").first();
    await box.fill(typed);
    await box.press("Enter");
    const led = await page.waitForURL(/03-school-bus\.html/, { timeout: 10000 }).then(() => true, () => false);
    looker.expect(page, led, `typing ${typed} does not lead to its document (${name})`);
    await page.context().close();
  }
}
