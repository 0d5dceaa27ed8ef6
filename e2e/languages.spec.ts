import type { Page } from "@playwright/test";

import { messages } from "#lib/i18n/messages.ts";
import { actionNamed, callAction } from "./support/actions.ts";
import { linkIn, mailsTo, waitForMails } from "./support/inbox.ts";
import { expect, test } from "./support/licet.ts";

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
