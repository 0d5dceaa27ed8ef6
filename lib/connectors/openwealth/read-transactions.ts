import { AspspError } from "#lib/aspsp/failure.ts";
import type { Day } from "#lib/aspsp/records.ts";
import type { TransactionQuery } from "#lib/aspsp/session.ts";
import type { Custody } from "./custody.ts";
import { daysAfter, today } from "./day.ts";
import { allPagesOf, Listed } from "./listed.ts";
import { isNotReady } from "./problem.ts";
import { type TransactionAnswer, transactionSchema } from "./transaction.ts";

const call = "transactions";
/** A day that a bank has not closed yet lies no further back than a long holiday. */
const mostDaysBack = 7;

type Transactions = readonly TransactionAnswer[];
/** The transactions of all days from one to another. */
type ReadDays = (first: Day, last: Day) => Promise<Transactions>;

/** Everything that happened to a customer in the days of a query. */
export async function transactionsOfCustomer(
  custody: Custody,
  customerId: string,
  query: TransactionQuery,
): Promise<Transactions> {
  const { from } = query;
  const lastDay = today(custody.now());
  const to = query.to !== undefined && query.to < lastDay ? query.to : lastDay;
  const read: ReadDays = (first, last) => readDays(custody, customerId, query, first, last);
  const isRange = custody.institution.readsDayRanges && from < to;
  const inRange = isRange ? await rangeOf(read, from, to) : [];
  // A bank that knows no ranges tells of their first day alone and says nothing of it.
  if (inRange.some(({ transactionDate }) => transactionDate > from)) return inRange;
  const days = await eachDayOf(
    read,
    isRange ? daysAfter(from, 1) : from,
    to,
    daysAfter(lastDay, -mostDaysBack),
  );
  // One identifier on two days is no identifier.
  return new Listed(call).fresh([...inRange, ...days]);
}

async function rangeOf(read: ReadDays, from: Day, to: Day): Promise<Transactions> {
  for (let back = 0; ; back++) {
    try {
      return await read(from, daysAfter(to, -back));
    } catch (cause) {
      if (!isNotReady(cause) || back >= mostDaysBack || daysAfter(to, -back) <= from) throw cause;
    }
  }
}

async function eachDayOf(read: ReadDays, from: Day, to: Day, firstUnclosed: Day): Promise<Transactions> {
  const found: TransactionAnswer[] = [];
  for (let day = from; day <= to; day = daysAfter(day, 1)) {
    try {
      found.push(...(await read(day, day)));
    } catch (cause) {
      // Days that the bank has not closed are the last ones; what they hold is told by a later reading.
      if (!isNotReady(cause) || day < firstUnclosed) throw cause;
      return found;
    }
  }
  return found;
}

async function readDays(
  custody: Custody,
  customerId: string,
  { withPending }: TransactionQuery,
  first: Day,
  last: Day,
): Promise<Transactions> {
  const path = `/customers/${encodeURIComponent(customerId)}/transactions`;
  const query = {
    date: first,
    ...(last === first ? {} : { dateTo: last }),
    ...(withPending ? {} : { end_of_day_indicator: "true" }),
  };
  const found = await allPagesOf(custody, { call, path, query }, transactionSchema);
  for (const one of found) {
    if (one.customerId !== customerId) throw malformed("customerId");
    if (one.transactionDate < first || one.transactionDate > last) throw malformed("transactionDate");
  }
  return found.filter(({ endOfDayIndicator }) => withPending || endOfDayIndicator);
}

const malformed = (at: string): AspspError => new AspspError("malformedAnswer", { call, at });
