import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspAccount, AspspInvestmentTransaction, AspspTransaction } from "#lib/aspsp/records.ts";
import type { AspspSession, ListEnd } from "#lib/aspsp/session.ts";
import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import type { ConnectionId } from "#lib/kernel/id.ts";
import { slices } from "#lib/kernel/slices.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import type { NewChunk } from "#lib/records/chunk.ts";
import { leaveOutOf } from "#lib/records/leave-out.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { investmentDay, paymentDay } from "#lib/valuation/booked-day.ts";
import { collect } from "./collect.ts";
import { identityChunk } from "./identity-chunk.ts";
import { addDaysTo } from "./periods.ts";
import type { PlannedRead } from "./plan-reads.ts";
import { type EntryReader, SettledEntries } from "./settle-entries.ts";
import { type KeptPeriod, toPeriods } from "./to-periods.ts";
import {
  toBalance,
  toInvestmentTransaction,
  toLiabilities,
  toPosition,
  toTransaction,
} from "./to-records.ts";

type Content = Pick<NewChunk, "cluster" | "from" | "to" | "records">;

/** What was read of one kind of data, as chunks to be kept. */
export interface ReadProduct {
  readonly cluster: DataCluster;
  readonly chunks: readonly Content[];
  /** Of what the bank told now. */
  readonly records: number;
}

export interface Asked {
  readonly connectionId: ConnectionId;
  readonly asOf: Date;
  /** The day of reading. */
  readonly today: string;
  /** The first day that is asked for, where the kind of data has a past. */
  readonly from: string;
  /** What is dropped of what the bank tells, before anything else is done with it. */
  readonly leavesOut: readonly Leavable[];
  /** What is kept of it and will be replaced. */
  readonly kept: <Row>() => Promise<readonly KeptPeriod<Row>[]>;
}

/** Asks the bank once and returns everything that its answer is. It is whole, or it throws. */
export async function readProduct(
  session: AspspSession,
  planned: PlannedRead & { readonly account: AspspAccount },
  asked: Asked,
): Promise<readonly ReadProduct[]> {
  const { account, clusters } = planned;
  const [first] = clusters;
  const query = { from: asked.from, withPending: true };
  switch (first) {
    case "identity":
      return [await readIdentity(session, planned, asked)];
    case "balances":
    case "liabilities": {
      const balances = await collect(session.balances(account));
      return clusters.map((cluster) =>
        ofToday(
          cluster,
          asked,
          cluster === "liabilities" ? toLiabilities(account, balances) : balances.map(toBalance),
        ),
      );
    }
    case "positions":
      return [ofToday("positions", asked, (await collect(session.positions(account))).map(toPosition))];
    case "transactions":
      return [
        await readEntries(first, session.transactions(account, query), toTransaction, transactions, asked),
      ];
    case "investmentTransactions":
      return [
        await readEntries(
          first,
          session.investmentTransactions(account, query),
          toInvestmentTransaction,
          investmentTransactions,
          asked,
        ),
      ];
    default:
      return unreachable(first);
  }
}

const ofToday = (cluster: DataCluster, { today }: Asked, records: NewChunk["records"]): ReadProduct => ({
  cluster,
  records: records.length,
  chunks: [{ cluster, from: today, to: addDaysTo(today, 1), records } as Content],
});

/** Banks that tell no holders still tell the account. */
async function readIdentity(
  session: AspspSession,
  { account, accountId }: PlannedRead & { readonly account: AspspAccount },
  { connectionId, asOf }: Asked,
): Promise<ReadProduct> {
  const holders = await collect(session.holders(account)).catch((cause: unknown) => {
    const isUntold = cause instanceof AspspError && ["notCovered", "notSupported"].includes(cause.reason);
    if (isUntold) return [];
    throw cause;
  });
  const chunk = identityChunk(connectionId, accountId, { account, holders }, asOf);
  return { cluster: "identity", records: chunk.records.length, chunks: [chunk] };
}

async function readEntries<One extends AspspTransaction | AspspInvestmentTransaction, Row>(
  cluster: "transactions" | "investmentTransactions",
  told: AsyncGenerator<One, ListEnd>,
  toRow: (one: One) => Row,
  reader: EntryReader<Row>,
  { from, today, leavesOut, kept }: Asked,
): Promise<ReadProduct> {
  const pause = slices();
  const settled = new SettledEntries(reader);
  for await (const one of told) {
    settled.add(toRow(one));
    await pause();
  }
  const without = async (rows: readonly Row[]): Promise<readonly Row[]> => {
    const covered: Row[] = [];
    for (const row of rows) {
      covered.push(...leaveOutOf(cluster, [row], leavesOut));
      await pause();
    }
    return covered;
  };
  // What was pending is told from what is booked by everything that the bank says; what is kept is what is covered.
  const records = await without(settled.rows());
  const before: KeptPeriod<Row>[] = [];
  for (const period of await kept<Row>()) {
    before.push({ ...period, records: await without(period.records) });
  }
  const periods = await toPeriods({ from, today, records }, before, reader);
  return {
    cluster,
    records: records.length,
    chunks: periods.map((period) => ({ cluster, ...period }) as Content),
  };
}

/** Pending entries are what is pending now, whichever day they bear: they stand in the month of the reading. */
const dayWhereBooked = <Row extends { status: string | null }>(row: Row, day: string | null) =>
  row.status === "booked" ? day : null;

export const transactions: EntryReader<RecordOf<"transactions">> = {
  call: "transactions",
  dayOf: (row) => dayWhereBooked(row, paymentDay(row)),
  isBooked: ({ status }) => status === "booked",
  idOf: ({ transactionId }) => transactionId,
  // Statements count their entries: a reference alone may be another entry's on another day.
  referenceOf: ({ entryReference, amount, currency }) =>
    entryReference === null ? null : `${entryReference} ${amount} ${currency}`,
};

export const investmentTransactions: EntryReader<RecordOf<"investmentTransactions">> = {
  call: "investmentTransactions",
  dayOf: (row) => dayWhereBooked(row, investmentDay(row)),
  isBooked: ({ status }) => status === "booked",
  idOf: ({ transactionId }) => transactionId,
  referenceOf: () => null,
};
