import type { Page } from "@playwright/test";

import { messages } from "#lib/i18n/messages.ts";
import { locales } from "#lib/kernel/locale.ts";
import { actionNamed, callAction } from "./support/actions.ts";
import { linkIn, mailsTo, waitForMails } from "./support/inbox.ts";
import { expect, test } from "./support/licet.ts";
import { speak, states } from "./support/states.ts";

/** A small phone, a wide screen at 200 %, and a wide screen. */
const widths = [320, 640, 1440];

// A trace of every step would cost more than the steps.
test.use({ trace: "off" });

test.describe("in every language and at every width, without a word from the console,", () => {
  for (const [name, open] of Object.entries(states)) {
    test(`${name} fits`, async ({ page, context, sql, newPerson }) => {
      const said: string[] = [];
      page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => said.push(`error: ${error.message}`));
      for (const locale of locales) {
        await context.clearCookies();
        await context.setOffline(false);
        await speak(context, locale);
        await open({ page, context, sql, newPerson, locale });

        await expect(page.locator("html")).toHaveAttribute("lang", locale);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 });
          expect(await sidewaysOf(page), `${locale} at ${width}`).toEqual([]);
        }
        expect(
          said.filter((line) => !isExpected(line, name)),
          locale,
        ).toEqual([]);
      }
    });
  }
});

/** A page that does not exist is reported by the browser itself, and so is a connection that is gone or cut. */
const isExpected = (line: string, state: string): boolean =>
  (/does not exist|another face/.test(state) && line.includes("404 (Not Found)")) ||
  (state === "no connection" && line.includes("ERR_INTERNET_DISCONNECTED")) ||
  (/not yet handed over/.test(state) && line.includes("ERR_FAILED"));

/** What stands out of the window to the right, unless it is in something that scrolls by itself. */
async function sidewaysOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.body.querySelectorAll("*")].filter(
      (one) =>
        one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest("[role=group][tabindex]"),
    );
    return out.length > 0
      ? out.slice(0, 3).map((one) => one.outerHTML.slice(0, 160))
      : ["the page is too wide"];
  });
}

test.describe("the language at sign-in", () => {
  test("is the one that was chosen in this browser, whatever the person chose before", async ({
    page,
    newPerson,
    sql,
    context,
  }) => {
    const investor = await newPerson({ role: "investor" });
    await sql`update people set locale = 'fr' where person_id = ${investor.personId}`;
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Português" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "pt");
    await signInByLink(page, investor.email);
    await expect(page.locator("html")).toHaveAttribute("lang", "pt");

    await context.clearCookies();
    await signInByLink(page, investor.email);
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  });

  test("is the person's own, not that of whoever signed in here before", async ({ page, newPerson, sql }) => {
    const [before, after] = [await newPerson({ role: "investor" }), await newPerson({ role: "investor" })];
    await sql`update people set locale = 'fr' where person_id = ${before.personId}`;
    await sql`update people set locale = 'es' where person_id = ${after.personId}`;
    await signInByLink(page, before.email);
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
    await page.getByRole("button", { name: messages.fr.shell.signOut, exact: true }).click();
    await expect(page).toHaveURL("/sign-in?notice=signedOut");
    await signInByLink(page, after.email);
    await expect(page.locator("html")).toHaveAttribute("lang", "es");
  });
});

async function signInByLink(page: Page, email: string): Promise<void> {
  const before = (await mailsTo(email)).length;
  await callAction(actionNamed("requestMailAction"), { form: { email } });
  const [mail] = await waitForMails(email, before + 1);
  await page.goto(linkIn(mail!));
  await page.locator("main form button").click();
  await expect(page).toHaveURL("/home");
}
