import type { Bank } from "../../bank/bank.ts";
import type { ApiCall } from "../../bank/xs2a/api.ts";
import { formatError } from "../../bank/xs2a/tpp-error.ts";
import type { Route } from "../../http/routes.ts";
import type { Entry, Movement } from "../books/entry.ts";
import { custody } from "./api.ts";
import { listedEntries } from "./listed.ts";
import { notFound } from "./problem.ts";
import {
  booksOf,
  consentOfReader,
  isConfirmed,
  type Reading,
  readDay,
  readEndOfDay,
  readingOfCustomer,
} from "./reading.ts";
import { transactionIdOf, transactionJson } from "./transaction-json.ts";

/**
 * What happened on a day. `dateTo` makes it the days from `date` to that one: the specification does not forbid it,
 * and eight years would otherwise be three thousand calls.
 */
export function transactionRoutes(bank: Bank): Route[] {
  const place = "/customers/:customerId/transactions";
  return [
    custody(bank, place, (call) => {
      const reading = readingOfCustomer(call, consentOfReader(call), "transactions");
      return listedEntries(call, happenedIn(call, reading), ({ entry, seen }) =>
        transactionJson(reading.relation, entry, seen, isConfirmed(call, entry.day)),
      );
    }),
    custody(bank, `${place}/:transactionId`, (call) => {
      const reading = readingOfCustomer(call, consentOfReader(call), "transactions");
      const found = visible(booksOf(call, reading).entries, reading).find(
        ({ entry }) => transactionIdOf(entry.key) === call.path.transactionId,
      );
      if (!found) throw notFound("transaction");
      const confirmed = isConfirmed(call, found.entry.day);
      return { body: transactionJson(reading.relation, found.entry, found.seen, confirmed) };
    }),
  ];
}

interface Happened {
  readonly entry: Entry;
  readonly seen: readonly Movement[];
}

function happenedIn(call: ApiCall, reading: Reading): readonly Happened[] {
  const from = readDay(call, "date");
  const isRange = call.url.searchParams.has("dateTo") && !call.speaks("day-by-day");
  const to = isRange ? readDay(call, "dateTo") : from;
  if (to < from) throw formatError("The days end before they begin", "dateTo");
  const wanted = readEndOfDay(call);
  const entries = booksOf(call, reading).entries.filter(
    ({ day }) => day >= from && day <= to && (wanted === null || wanted === isConfirmed(call, day)),
  );
  return visible(entries, reading);
}

/** Of each entry what moves on the accounts that may be seen; entries of which nothing remains are left out. */
function visible(entries: readonly Entry[], { accounts }: Reading): readonly Happened[] {
  const ids = new Set(accounts.map(({ id }) => id));
  return entries
    .map((entry) => ({ entry, seen: entry.movements.filter(({ account }) => ids.has(account.id)) }))
    .filter(({ seen }) => seen.length > 0);
}
