import type { GrantedProduct } from "#lib/connections/list-granted.ts";
import { toDayText } from "#lib/connections/periods.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import { addDays } from "./days.ts";

/** What a day is worth may be told by one so long before it, and what is kept of a month is one piece. */
export const daysBefore = 40;

/** Of an account that its bank does not name any more, the day after it told something of it for the last time. */
export function dayOfLeaving(
  accountId: AccountId,
  products: readonly Pick<GrantedProduct, "accountId" | "asOf">[],
): string | null {
  const read = products.flatMap((one) =>
    one.accountId === accountId && one.asOf ? [toDayText(one.asOf)] : [],
  );
  const last = read.sort().at(-1);
  return last === undefined ? null : addDays(last, 1);
}
