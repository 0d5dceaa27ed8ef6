import { AspspError } from "#lib/aspsp/failure.ts";
import type { Day } from "#lib/aspsp/records.ts";
import type { Custody } from "./custody.ts";
import { daysAfter, today } from "./day.ts";
import { allPagesOf } from "./listed.ts";
import { type PositionAnswer, positionSchema } from "./position.ts";
import { isNotReady } from "./problem.ts";

/** Over a long holiday a bank closes no day for about so long. */
const mostDaysBack = 7;

/** What an account holds today, or at the end of the last day for which the bank is ready. */
export async function positionsOfAccount(
  custody: Custody,
  accountId: string,
): Promise<readonly PositionAnswer[]> {
  const last = today(custody.now());
  for (let back = 0; ; back++) {
    try {
      return await positionsOn(custody, accountId, daysAfter(last, -back));
    } catch (cause) {
      if (!isNotReady(cause) || back >= mostDaysBack) throw cause;
    }
  }
}

async function positionsOn(
  custody: Custody,
  accountId: string,
  date: Day,
): Promise<readonly PositionAnswer[]> {
  const call = "positions";
  const path = `/accounts/${encodeURIComponent(accountId)}/positions`;
  const found = await allPagesOf(custody, { call, path, query: { date } }, positionSchema);
  for (const { positionDate, account } of found) {
    if (positionDate > date) throw new AspspError("malformedAnswer", { call, at: "positionDate" });
    if (account.id !== accountId) throw new AspspError("malformedAnswer", { call, at: "account.id" });
  }
  return found;
}
