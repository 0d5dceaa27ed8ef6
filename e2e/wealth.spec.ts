import type { BrowserContext, Locator, Page } from "@playwright/test";

import { messages } from "#lib/i18n/messages.ts";
import { formatPercent, formatReckoned } from "#lib/kernel/format.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";
import { type Owned, ownedBy, sumIn, weightIn } from "./support/family-ledger.ts";
import { expect, test } from "./support/licet.ts";
import { privateBank, retailBank } from "./support/linking.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { speak } from "./support/states.ts";
import { familyWealth } from "./support/wealth.ts";

test.describe.configure({ timeout: 180_000 });

/** In the order in which Elena's name is known at both banks. */
const elena = "sms";
const bases = ["EUR", "CHF"] as const;
const banks = { retail: retailBank, private: privateBank };

const plain = (text: string | null): string => (text ?? "").replaceAll(/\s+/g, " ").trim();
const money = (locale: Locale, currency: string, amount: string): string =>
  plain(formatReckoned(locale, { amount, currency }));

/** What is read of a page is the word beside it, so that a figure at the wrong place is no match. */
const valueBeside = async (within: Locator, word: string): Promise<string> =>
  plain(
    await within
      .locator("dt")
      .filter({ hasText: new RegExp(`^${word}$`) })
      .locator("xpath=following-sibling::dd")
      .textContent(),
  );

test("a family’s wealth at both banks is what the banks’ own books come to, in every language and two currencies", async ({
  browser,
  sql,
  source,
}) => {
  const person = await familyWealth(browser, sql);
  const context = await browser.newContext();
  await context.setExtraHTTPHeaders({ "X-Forwarded-For": source });
  await giveSession(context, await plantSession(sql, person));
  const page = await context.newPage();
  for (const locale of locales) {
    await speak(context, locale);
    for (const base of bases) await expectLedger(page, locale, base);
  }
  await context.close();
});

async function expectLedger(page: Page, locale: Locale, base: string): Promise<void> {
  const t = messages[locale].wealth;
  const now = Date.now();
  const all = ownedBy(elena, now);
  const sum = (owned: readonly Owned[]) => money(locale, base, sumIn(base, owned, now));
  const owned = all.filter(({ isDebt }) => !isDebt);

  await page.goto(`/wealth?in=${base}&by=currency`);
  const main = page.locator("main");
  await expect(main.getByText(t.netWorth, { exact: true }).first()).toBeVisible();
  const netWorth = main
    .locator("p", { hasText: t.netWorth })
    .first()
    .locator("xpath=following-sibling::p[1]");
  expect(plain(await netWorth.textContent())).toBe(sum(all));
  expect(await valueBeside(main, t.owned)).toBe(sum(owned));
  expect(await valueBeside(main, t.owed)).toBe(sum(all.filter(({ isDebt }) => isDebt)));

  for (const bank of ["retail", "private"] as const) {
    const section = main.locator(`section[aria-label="${banks[bank]}"]`);
    const here = all.filter((one) => one.bank === bank);
    const told = plain(await section.locator("h3 + div").textContent());
    expect(told).toContain(sum(here.filter(({ isDebt }) => !isDebt)));
    for (const [account, parts] of Map.groupBy(here, (one) => one.account)) {
      const ending = messages[locale].connection.endsIn.replace("{digits}", account);
      const line = section.getByRole("listitem").filter({ hasText: ending });
      expect(plain(await line.textContent()), `${account} in ${base}`).toContain(sum(parts));
    }
  }

  await main.locator("summary").filter({ hasText: messages[locale].charts.asTable }).last().click();
  await expect(main.getByRole("table", { name: t.by.currency })).toBeVisible();
  const byCurrency = Map.groupBy(owned, ({ currency }) => currency);
  for (const [currency, parts] of byCurrency) {
    const row = main
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${currency},`) }) });
    const [value, weight] = await row.getByRole("cell").allTextContents();
    // Beside the number stands what has to be known of it.
    expect(plain((value ?? "").replace(t.marks.pending, ""))).toBe(sum(parts));
    expect(plain(weight ?? null)).toBe(plain(formatPercent(locale, weightIn(base, parts, owned, now), 2)));
  }
}

test("what is reckoned in is chosen without script, and stays from page to page", async ({
  browser,
  sql,
  source,
}) => {
  const person = await familyWealth(browser, sql);
  const context = await browser.newContext({ javaScriptEnabled: false });
  await context.setExtraHTTPHeaders({ "X-Forwarded-For": source });
  await giveSession(context, await plantSession(sql, person));
  const page = await context.newPage();
  const t = messages.en.wealth;
  await page.goto("/wealth?by=issuer");
  await page.getByLabel(t.base).selectOption("USD");
  await page.getByRole("button", { name: t.reckon }).click();
  await expect(page).toHaveURL("/wealth?by=issuer&in=USD");
  await page.getByRole("link", { name: t.own.page.performance }).click();
  await expect(page).toHaveURL("/wealth/performance?in=USD");
  await context.close();
});

test("transactions are searched, narrowed and paged in the address, and each is shown once", async ({
  browser,
  sql,
  source,
}) => {
  const { page, context } = await signedIn(browser, sql, source);
  const t = messages.en.wealth.entries;
  await page.goto("/wealth/entries");
  const shown = async () => page.locator("main ol > li").count();
  expect(await shown()).toBeGreaterThanOrEqual(50);
  await page.getByRole("link", { name: t.older }).click();
  await expect(page).toHaveURL(/\/wealth\/entries\?before=\d{4}-\d{2}-\d{2}$/);
  expect(await shown()).toBeGreaterThan(0);
  await page.getByRole("link", { name: t.newest }).click();

  await page.getByRole("searchbox", { name: t.search }).fill("SALARY olmedo");
  await page.getByRole("button", { name: t.show }).click();
  await expect(page).toHaveURL(/q=SALARY\+olmedo/);
  for (const entry of await page.locator("main ol > li").allTextContents())
    expect(entry).toContain("Talleres Olmedo");
  expect(await shown()).toBeGreaterThan(1);

  await page.goto("/wealth/entries?q=nobody+at+all");
  await expect(page.getByText(t.noneFoundTitle)).toBeVisible();
  await context.close();
});

test("an account’s page says what it holds, what it cost and when the bank said so", async ({
  browser,
  sql,
  source,
}) => {
  const { page, context } = await signedIn(browser, sql, source);
  const t = messages.en.wealth;
  await page.goto("/wealth");
  const section = page.locator(`section[aria-label="${privateBank}"]`);
  const custody = section.getByRole("listitem").filter({ hasText: messages.en.connection.kinds.custody });
  await custody.first().getByRole("link").click();
  await expect(page).toHaveURL(/\/wealth\/accounts\/acc_/);
  await expect(page.getByRole("columnheader", { name: t.held.gain })).toBeVisible();
  await expect(page.getByRole("heading", { name: t.account.whereFrom })).toBeVisible();
  await expect(page.getByRole("heading", { name: t.account.entries })).toBeVisible();
  await context.close();
});

test("somebody else’s account is not found", async ({ browser, sql, signedInAs, page }) => {
  const person = await familyWealth(browser, sql);
  const [row] = await sql<
    { id: string }[]
  >`select account_id as id from accounts where investor_id = ${person.personId} limit 1`;
  await signedInAs({ role: "investor" });
  const answer = await page.goto(`/wealth/accounts/${row?.id}`);
  expect(answer?.status()).toBe(404);
});

async function signedIn(
  browser: Parameters<typeof familyWealth>[0],
  sql: Parameters<typeof familyWealth>[1],
  source: string,
): Promise<{ page: Page; context: BrowserContext }> {
  const person = await familyWealth(browser, sql);
  const context = await browser.newContext();
  await context.setExtraHTTPHeaders({ "X-Forwarded-For": source });
  await giveSession(context, await plantSession(sql, person));
  return { page: await context.newPage(), context };
}
