import type { Browser, Locator, Page } from "@playwright/test";
import type { Sql } from "postgres";

import { messages } from "#lib/i18n/messages.ts";
import { formatReckoned } from "#lib/kernel/format.ts";
import { violations } from "./support/axe.ts";
import { takeUpPhone } from "./support/bank-phone.ts";
import { newSource } from "./support/call.ts";
import { giveOwnConsent, narrowOwnConsent, withdrawOwnConsent } from "./support/consents.ts";
import { ownedBy, sumIn } from "./support/family-ledger.ts";
import { expect, test } from "./support/licet.ts";
import { confirmWith, handOverContract, seeAccounts, userNameFor } from "./support/linking.ts";
import type { TestPerson } from "./support/people.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { speak } from "./support/states.ts";
import { familyWealth } from "./support/wealth.ts";

test.describe.configure({ timeout: 180_000 });

const { book, disclosures, connection, wealth } = messages.en;
const plain = (text: string | null): string => (text ?? "").replaceAll(/\s+/g, " ").trim();
const money = (currency: string, amount: string): string => plain(formatReckoned("en", { amount, currency }));

/** An advisor at a desk of their own. */
async function atDesk(browser: Browser, sql: Sql, advisor: TestPerson, hasScript = true): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: hasScript });
  await context.setExtraHTTPHeaders({ "X-Forwarded-For": newSource() });
  await speak(context, "en");
  await giveSession(context, await plantSession(sql, advisor));
  return context.newPage();
}

const rowOf = (page: Page, name: string): Locator => page.getByRole("row", { name: new RegExp(name) });

test("the book has a family’s wealth as the banks’ own books have it, is found by name and in any order, and is noted", async ({
  browser,
  newPerson,
  sql,
}) => {
  const person = await familyWealth(browser, sql);
  const advisor = await newPerson({ role: "advisor", name: "Berta Book" });
  const page = await atDesk(browser, sql, advisor, false);
  const name = "Elena Aranda Keller";
  for (const base of ["EUR", "CHF"]) {
    await page.goto(`/advisor?in=${base}&q=${encodeURIComponent("aranda KÉLLER")}`);
    await expect
      .poll(
        async () => {
          await page.reload();
          return plain(await rowOf(page, name).locator("td").first().textContent());
        },
        { timeout: 30_000 },
      )
      .toContain(money(base, sumIn(base, ownedBy("sms", Date.now()), Date.now())));
  }
  // Another worker of the tests may have linked a family of the same name.
  await expect(async () => {
    await page.reload();
    const [named] = await sql<
      { count: number }[]
    >`select count(distinct investor_id)::int as count from consents
      where investor_id in (select person_id from people where tenant_id = ${advisor.tenantId} and name = ${name})`;
    await expect(page.locator("main")).toContainText(`${named?.count} of `, { timeout: 1_000 });
    await expect(rowOf(page, name)).toHaveCount(named?.count ?? 0, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(page.locator("main")).toContainText(book.jointMeans);
  await page.locator("summary", { hasText: /exchange rates? used/i }).click();
  await expect(page.locator("main")).toContainText(/1 USD = /);
  const notes = async (what: string) =>
    (
      await sql`select 1 from disclosures where investor_id = ${person.personId}
        and viewer_id = ${advisor.personId} and what = ${what}`
    ).length;
  expect(await notes("book")).toBeGreaterThan(0);
  expect(await notes("clientPage")).toBe(0);

  await page.getByRole("link", { name: book.columns.value, exact: true }).click();
  await expect(page).toHaveURL(/sort=-value/);
  await expect(page.getByRole("columnheader", { name: book.columns.value })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await page.getByLabel(book.state).selectOption("ended");
  await page.getByRole("button", { name: book.show }).click();
  await expect(page.getByText(book.noneFoundTitle)).toBeVisible();
  await page.getByRole("link", { name: book.all }).first().click();
  await expect(rowOf(page, name).first()).toBeVisible();
  await page.context().close();
});

test("what a client shares less of is gone from the book at once, and no old figure stands there", async ({
  page,
  browser,
  signedInAs,
  newPerson,
  sql,
}) => {
  const person = await signedInAs({ role: "investor", name: "Nora Narrow" });
  const consentId = await giveOwnConsent(person);
  const contract = userNameFor("sms");
  await handOverContract(page, contract);
  const code = await takeUpPhone(page, contract, "sms");
  if (code !== null) await confirmWith(page, code);
  await seeAccounts(page);
  for (const account of await page.getByRole("checkbox").all()) await account.check();
  await page.getByRole("button", { name: connection.choose.submit }).click();

  const desk = await atDesk(browser, sql, await newPerson({ role: "advisor", name: "Adela Advisor" }));
  const value = rowOf(desk, "Nora Narrow").locator("td").first();
  const valueNow = async () => {
    await desk.goto("/advisor?q=narrow");
    return plain(await value.textContent());
  };
  await expect.poll(valueNow, { timeout: 60_000 }).toMatch(/\d/);
  await expect.poll(valueNow, { timeout: 60_000 }).not.toContain(wealth.missing.notRead);
  const before = await valueNow();
  for (const colorScheme of ["light", "dark"] as const) {
    await desk.emulateMedia({ colorScheme });
    expect(await violations(desk)).toEqual([]);
  }

  await narrowOwnConsent(person, consentId, ["identity", "balances"]);
  const narrowed = await valueNow();
  expect(narrowed).not.toBe(before);
  await expect.poll(valueNow, { timeout: 30_000 }).toContain(wealth.missing.notConsented);
  await withdrawOwnConsent(person, consentId);
  expect(await valueNow()).toBe(book.nothingShared);
  await desk.context().close();

  await page.goto("/who-saw-it");
  const line = page.locator("main ol > li").filter({ hasText: "Adela Advisor" });
  await expect(line.first()).toContainText(disclosures.ways.book);
  await expect(page.locator("main")).not.toContainText(disclosures.ways.clientPage);
});
