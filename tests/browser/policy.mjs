// Whether every kind of page obeys the policy that hosts send.

import { REFRESH, everyKind } from "./kinds.mjs";
import { POLICY } from "./site.mjs";

export async function policy(looker, origin, site) {
  const page = await (await looker.browser.newContext()).newPage();
  let violations = [];
  // A stub at an old address stays where it is: leading on, it would run into the next look.
  await page.route("**/*.html", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(REFRESH, "") });
  });
  // Kept here, since a page that is left takes its variables with it.
  await page.exposeFunction("violated", (what) => { violations.push(what); });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  const names = everyKind(site);
  for (const name of names) {
    violations = [];
    const answer = await page.goto(origin + name, { waitUntil: "load" });
    looker.expect(name, answer.headers()["content-security-policy"] === POLICY, "the policy is not sent");
    await page.waitForTimeout(50);
    looker.expect(name, violations.length === 0, `against the policy: ${violations.join(", ")}`);
  }
  looker.expect("policy", names.length > 20, `only ${names.length} kinds of pages were looked at`);
  // The policy is in force, so that the looks above mean something.
  await page.goto(origin + "404.html");
  await page.waitForTimeout(200);
  violations = [];
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    document.body.setAttribute("style", "color: red");
    return new Promise((done) => { setTimeout(() => done(Boolean(window.ran)), 200); });
  });
  looker.expect("policy", !ran && violations.length === 2, `a script and a style in a page are not refused: ${violations}`);
  await page.context().close();
}
