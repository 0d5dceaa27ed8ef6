import { messages } from "#lib/i18n/messages.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { takeUpPhone, type Way } from "./support/bank-phone.ts";
import { giveOwnConsent } from "./support/consents.ts";
import { expect, test } from "./support/licet.ts";
import { confirmWith, handOverContract, seeAccounts, userNameFor } from "./support/linking.ts";
import { speak } from "./support/states.ts";

test.describe.configure({ timeout: 90_000 });

const ways: readonly (readonly [Way, Locale])[] = [
  ["sms", "fr"],
  ["push", "pt"],
];

for (const [way, locale] of ways) {
  test(`a custodian is connected by ${way}, in ${locale}, and what it holds is read`, async ({
    page,
    context,
    signedInAs,
    sql,
  }) => {
    const person = await signedInAs({ role: "investor" });
    const { personId } = person;
    await giveOwnConsent(person);
    await speak(context, locale);
    const contract = userNameFor(way);
    await handOverContract(page, contract, locale);
    const code = await takeUpPhone(page, contract, way);
    if (code !== null) await confirmWith(page, code, locale);
    await seeAccounts(page, locale);
    for (const account of await page.getByRole("checkbox").all()) await account.check();
    await page.getByRole("button", { name: messages[locale].connection.choose.submit }).click();

    const held = () => sql<{ state: string; records: number | null }[]>`
      select p.state, p.records from product_states p join accounts a using (tenant_id, account_id)
      where p.investor_id = ${personId} and p.cluster = 'positions' and a.kind = 'custody'`;
    await expect
      .poll(async () => (await held()).map(({ state }) => state), { timeout: 60_000 })
      .toEqual(["ok", "ok"]);
    expect((await held()).every(({ records }) => (records ?? 0) > 0)).toBe(true);
    const failed =
      await sql`select 1 from product_states where investor_id = ${personId} and state = 'failed'`;
    expect(failed).toHaveLength(0);
  });
}
