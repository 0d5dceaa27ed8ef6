import { messages } from "#lib/i18n/messages.ts";
import { violations } from "./support/axe.ts";
import { expect, test } from "./support/licet.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { speak } from "./support/states.ts";
import { familyWealth } from "./support/wealth.ts";

test.describe.configure({ timeout: 180_000 });

const { households, disclosures } = messages.en;

test("an advisor makes a household, sees what it has, renames and dissolves it, and its member reads that they did", async ({
  browser,
  context,
  page,
  newPerson,
  sql,
}) => {
  const person = await familyWealth(browser, sql);
  const { tenantId } = person;
  const advisor = await newPerson({ role: "advisor", name: "Hanna Household", tenantId });
  const desk = await browser.newContext();
  await speak(desk, "en");
  await giveSession(desk, await plantSession(sql, advisor));
  const atDesk = await desk.newPage();
  const name = `Keller ${advisor.personId.slice(-6)}`;
  const seen = async () =>
    (
      await sql`select 1 from disclosures where investor_id = ${person.personId}
        and viewer_id = ${advisor.personId} and what = 'household'`
    ).length;

  await atDesk.goto("/advisor/households");
  await expect(atDesk.getByText(households.emptyTitle)).toBeVisible();
  await atDesk.getByLabel(households.name, { exact: true }).fill(name);
  // Other tests make clients of the same name.
  await atDesk.locator(`input[name="member"][value="${person.personId}"]`).check();
  expect(await seen()).toBe(0);
  await atDesk.getByRole("button", { name: households.makeSubmit }).click();
  await expect(atDesk.getByRole("heading", { level: 1 })).toHaveText(name, { timeout: 30_000 });
  await expect(atDesk.getByText(households.noted)).toBeVisible();
  await expect(atDesk.getByRole("row", { name: person.name })).toContainText("€");
  expect(await violations(atDesk)).toEqual([]);
  expect(await seen()).toBe(1);

  await atDesk.getByLabel(households.name, { exact: true }).fill(`${name} B`);
  await atDesk.getByRole("button", { name: households.changeSubmit }).click();
  await expect(atDesk.getByRole("heading", { level: 1 })).toHaveText(`${name} B`, { timeout: 30_000 });

  await giveSession(context, await plantSession(sql, person));
  await page.goto("/who-saw-it");
  const line = page.locator("main ol > li").filter({ hasText: "Hanna Household" });
  await expect(line.first()).toContainText(disclosures.ways.household);

  await atDesk.getByText(households.dissolve, { exact: true }).click();
  const full = households.dissolveFull.replace("{name}", `${name} B`);
  await atDesk.getByRole("button", { name: full }).click();
  await expect(atDesk).toHaveURL(/\/advisor\/households$/, { timeout: 30_000 });
  await expect(atDesk.getByText(households.emptyTitle)).toBeVisible();
  await desk.close();
});
