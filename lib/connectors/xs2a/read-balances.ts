import { z } from "zod";
import { amount, day, optional, parseAnswer, text } from "#lib/aspsp/answer-fields.ts";
import type { AspspAccount, AspspBalance } from "#lib/aspsp/records.ts";
import { partUrl, unpackHandle } from "./account-handle.ts";
import type { AccountReader } from "./account-reader.ts";

/** Types outside the standard's list are taken as they are: what they mean is the bank's. */
export const balanceSchema = z.object({
  balanceType: text.min(1).max(100),
  balanceAmount: amount,
  referenceDate: optional(day),
});

const Balances = z.object({ balances: z.array(balanceSchema).max(1_000) });

export async function* readBalances(
  reader: AccountReader,
  account: AspspAccount,
): AsyncGenerator<AspspBalance, void> {
  const url = partUrl(reader.institution, unpackHandle(account.handle), "balances");
  const answer = await reader.read({ call: "balances", url });
  for (const { balanceType, balanceAmount, referenceDate } of parseAnswer(Balances, answer.json(), "balances")
    .balances) {
    yield { balanceType, ...balanceAmount, referenceDate };
  }
}
