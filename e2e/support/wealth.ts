import { randomBytes } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import type { Sql } from "postgres";

import { takeUpPhone } from "./bank-phone.ts";
import { newSource } from "./call.ts";
import { giveOwnConsent } from "./consents.ts";
import { codeField, confirmWith, handOver, handOverContract, seeAccounts } from "./linking.ts";
import { plantConnection } from "./links.ts";
import { addPerson, type TestPerson } from "./people.ts";
import { giveSession, plantSession } from "./sessions.ts";
import { stack } from "./stack.ts";

/** Of the investor among the access matrix's callers: an account of which nothing was read. */
export const chosenAccount = "acc_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a21";

export async function plantChosenAccount(
  sql: Sql,
  owner: Pick<TestPerson, "tenantId" | "personId">,
): Promise<void> {
  const connectionId = await plantConnection(sql, owner, { state: "active" });
  await sql`insert into accounts ${sql({
    ...{ tenant_id: owner.tenantId, account_id: chosenAccount, investor_id: owner.personId },
    ...{ connection_id: connectionId, institution_id: "sandbox-retail", identity_hash: randomBytes(32) },
    ...{ kind: "current", currency: "EUR", state: "chosen" },
    ...{ offered_at: new Date(), chosen_at: new Date(), last_seen_at: new Date() },
  })}`;
}

/** By whom the invented banks know the one who holds everything there that the family has jointly and alone. */
export interface Family {
  readonly retail: string;
  readonly private: string;
}

/** A user name that both banks know by its beginning and that no other test has. */
export const newFamily = (): Family => {
  const own = randomBytes(4).toString("hex");
  return { retail: `sms@w${own}`, private: `sms@w${own}` };
};

/** A consent to everything, and both invented banks read under it: every account that they name. */
export async function linkFamily(page: Page, sql: Sql, person: TestPerson, family: Family): Promise<void> {
  await giveOwnConsent(person, { clusters: everything });
  await handOver(page, family.retail);
  await letIn(page, family.retail);
  await handOverContract(page, family.private);
  await letIn(page, family.private);
  await expect.poll(() => unread(sql, person), { timeout: 90_000 }).toBe(0);
}

/** Every kind of data that banks know, with a past of almost two years. */
export const everything = (
  ["identity", "balances", "transactions", "positions", "investmentTransactions", "liabilities"] as const
).map((cluster) => ({
  cluster,
  purposes: ["overview" as const],
  historyFrom: cluster === "transactions" || cluster === "investmentTransactions" ? "2025-01-01" : null,
  leavesOut: [],
}));

async function letIn(page: Page, userName: string): Promise<void> {
  // One phone holds what both banks send: the newest code is this bank's only once this bank asks for it.
  await expect(codeField(page)).toBeVisible({ timeout: 60_000 });
  const code = await takeUpPhone(page, userName, "sms");
  if (code !== null) await confirmWith(page, code);
  // Both banks are linked while other tests run: how long that takes is not what is tested here.
  await expect(page).toHaveURL(/\/accounts$/, { timeout: 60_000 });
  await seeAccounts(page);
  for (const account of await page.getByRole("checkbox").all()) await account.check();
  await page.locator("main form button[value=chosen]").click();
  await expect(page).not.toHaveURL(/\/accounts$/);
}

/** Kinds of data that no reading has brought yet; accounts of which none was asked for count as one. */
async function unread(sql: Sql, { personId }: TestPerson): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select (select count(*) from product_states where investor_id = ${personId} and as_of is null)::int
      + (select count(*) from accounts a where a.investor_id = ${personId} and a.state = 'chosen'
          and not exists (select from product_states p where p.account_id = a.account_id))::int as count`;
  return row?.count ?? -1;
}

let linked: Promise<TestPerson> | null = null;

/** Somebody of the invented family with all that she has at both banks, linked once for all tests of a worker. */
export function familyWealth(browser: Browser, sql: Sql): Promise<TestPerson> {
  linked ??= link(browser, sql);
  return linked;
}

async function link(browser: Browser, sql: Sql): Promise<TestPerson> {
  // Whoever is first waits for two banks.
  test.setTimeout(180_000);
  const person = await addPerson(sql, { role: "investor", name: "Elena Aranda Keller" });
  const context = await browser.newContext({ baseURL: stack.origin });
  await context.setExtraHTTPHeaders({ "X-Forwarded-For": newSource() });
  await giveSession(context, await plantSession(sql, person));
  await linkFamily(await context.newPage(), sql, person, newFamily());
  await context.close();
  return person;
}
