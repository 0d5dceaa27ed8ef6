import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { Sql } from "postgres";

import { messages } from "#lib/i18n/messages.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { cardFor } from "#sandbox/private-bank/custodian-for-test.ts";
import { takeUpPhone } from "./bank-phone.ts";
import type { TestPerson } from "./people.ts";

/** The invented banks by name. */
export const retailBank = "Banco Ardelva";
export const privateBank = "Seewaldt & Cie";

/** Everybody's at the invented retail bank, as it stands on its own page. */
export const bankPassword = "blue-harbour-27";

/** Everybody's at the invented private bank, which also asks for the number of the access card. */
const privatePassword = "granite-lake-58";

/** A user name of this test's own, so that no other test reads what the bank sends. */
export const userNameFor = (person: string): string => `${person}@t${randomBytes(4).toString("hex")}`;

/** Hands over an access to the retail bank; the bank's first question follows by itself. */
export async function handOver(
  page: Page,
  userName: string,
  { locale = "en", password = bankPassword }: { readonly locale?: Locale; readonly password?: string } = {},
): Promise<void> {
  await page.goto("/bank-access/add/sandbox-retail");
  await page.locator("main input").first().fill(userName);
  await page.locator("main input[type=password]").fill(password);
  await page.getByRole("button", { name: messages[locale].bankAccess.submit }).click();
  await expect(page).toHaveURL(/\/bank-access\/cnx_[^/]+\/(confirm|accounts)$/);
}

/** The same for the private bank, where somebody is known by contract, password and card. */
export async function handOverContract(page: Page, contract: string, locale: Locale = "en"): Promise<void> {
  await page.goto("/bank-access/add/sandbox-private");
  await fillContract(page, contract, locale);
  await expect(page).toHaveURL(/\/bank-access\/cnx_[^/]+\/(confirm|accounts)$/);
}

/** Fills the private bank's form, where one stands on it, and hands it over. */
export async function fillContract(page: Page, contract: string, locale: Locale): Promise<void> {
  const inputs = page.locator("main form input");
  await inputs.nth(0).fill(contract);
  await inputs.nth(1).fill(privatePassword);
  await inputs.nth(2).fill(cardFor(contract));
  await page.getByRole("button", { name: messages[locale].bankAccess.submit }).click();
}

/** Types the code and hands it over. */
export async function confirmWith(page: Page, code: string, locale: Locale = "en"): Promise<void> {
  await codeField(page).fill(code);
  await page.getByRole("button", { name: messages[locale].confirm.code.submit }).click();
}

export const codeField = (page: Page) => page.locator("main input[autocomplete=one-time-code]");

/** Links the private bank with all accounts that it names, and waits until they have been read. */
export async function linkPrivateBank(
  page: Page,
  sql: Sql,
  { personId }: Pick<TestPerson, "personId">,
): Promise<void> {
  const contract = userNameFor("sms");
  await handOverContract(page, contract);
  const code = await takeUpPhone(page, contract, "sms");
  if (code !== null) await confirmWith(page, code);
  await seeAccounts(page);
  for (const account of await page.getByRole("checkbox").all()) await account.check();
  await page.getByRole("button", { name: messages.en.connection.choose.submit }).click();
  const unread = () => sql`select 1 from product_states where investor_id = ${personId}
    and cluster in ('identity', 'balances', 'positions') and state not in ('ok', 'empty')`;
  const read = () => sql`select 1 from product_states where investor_id = ${personId}
    and cluster = 'positions' and state = 'ok'`;
  await expect.poll(async () => (await read()).length, { timeout: 60_000 }).toBeGreaterThan(0);
  await expect.poll(async () => (await unread()).length, { timeout: 60_000 }).toBe(0);
}

/** The bank has let the person in and named its accounts. */
export async function seeAccounts(page: Page, locale: Locale = "en"): Promise<void> {
  await expect(page).toHaveURL(/\/bank-access\/cnx_[^/]+\/accounts$/, { timeout: 15_000 });
  await expect(page.getByRole("button", { name: messages[locale].connection.choose.submit })).toBeVisible({
    timeout: 15_000,
  });
}
