import type { Bank } from "../../bank/bank.ts";
import type { ApiCall } from "../../bank/xs2a/api.ts";
import type { Route } from "../../http/routes.ts";
import { type Holding, holdingsAt } from "../books/ledger.ts";
import { custody } from "./api.ts";
import { listedEntries } from "./listed.ts";
import { positionIdOf, positionJson } from "./position-json.ts";
import { notFound } from "./problem.ts";
import {
  booksOf,
  consentOfReader,
  isConfirmed,
  type Reading,
  readDay,
  readEndOfDay,
  readingOfAccount,
  readingOfCustomer,
} from "./reading.ts";

/** What is held at the end of a day, by customer and by account. Money is a position too. */
export function positionRoutes(bank: Bank): Route[] {
  const places = [
    ["/customers/:customerId", readingOfCustomer],
    ["/accounts/:accountId", readingOfAccount],
  ] as const;
  return places.flatMap(([place, readingOf]) => [
    custody(bank, `${place}/positions`, (call) => {
      const reading = readingOf(call, consentOfReader(call), "balances");
      return listedEntries(call, holdingsOf(call, reading), (holding) => described(call, holding));
    }),
    custody(bank, `${place}/positions/:positionId`, (call) => {
      const reading = readingOf(call, consentOfReader(call), "balances");
      const found = holdingsOf(call, reading).find(
        ({ account, instrument }) => positionIdOf(account, instrument) === call.path.positionId,
      );
      if (!found) throw notFound("position");
      return { body: described(call, found) };
    }),
  ]);
}

function holdingsOf(call: ApiCall, reading: Reading): readonly Holding[] {
  const day = readDay(call, "date");
  const wanted = readEndOfDay(call);
  if (wanted !== null && wanted !== isConfirmed(call, day)) return [];
  const seen = new Set(reading.accounts.map(({ id }) => id));
  return holdingsAt(booksOf(call, reading), day).filter(({ account }) => seen.has(account.id));
}

function described(call: ApiCall, holding: Holding): object {
  const day = readDay(call, "date");
  return positionJson(holding, day, isConfirmed(call, day));
}
