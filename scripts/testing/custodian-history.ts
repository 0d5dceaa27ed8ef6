import type { AccountKind } from "#lib/aspsp/records.ts";
import {
  toBalance as toBalanceRecord,
  toInvestmentTransaction,
  toPosition as toPositionRecord,
  toTransaction,
} from "#lib/connections/to-records.ts";
import { toCashEntry } from "#lib/connectors/openwealth/cash-entry.ts";
import { toInvestmentEntries } from "#lib/connectors/openwealth/investment-entries.ts";
import { isMoney, positionSchema, toBalance, toPosition } from "#lib/connectors/openwealth/position.ts";
import { transactionSchema } from "#lib/connectors/openwealth/transaction.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { newId } from "#lib/kernel/id.ts";
import type { AccountHistory } from "#lib/portfolio/history.ts";
import { toHistory } from "#lib/portfolio/to-history.ts";
import type { ValuationChunk } from "#lib/records/chunk.ts";
import { deriveEntries } from "#lib/valuation/derive.ts";
import { valueSnapshot } from "#lib/valuation/value-snapshot.ts";
import { type Day, isoOf } from "#sandbox/bank/family/days.ts";
import { holdingsAt, type Ledger } from "#sandbox/private-bank/books/ledger.ts";
import { Numeral } from "#sandbox/private-bank/openwealth/numeral.ts";
import { positionJson } from "#sandbox/private-bank/openwealth/position-json.ts";
import { transactionJson } from "#sandbox/private-bank/openwealth/transaction-json.ts";
import type { CustodyAccount } from "#sandbox/private-bank/wealth/custody-account.ts";
import { accountNumber } from "./histories.ts";

/**
 * The histories of a relationship's accounts, as if the invented private bank had been read on the evening of every
 * workday: its answers, what the connector makes of them, and what is reckoned from that when it arrives.
 */
export async function custodianHistories(ledger: Ledger, first: Day): Promise<readonly AccountHistory[]> {
  const histories: AccountHistory[] = [];
  for (const [at, account] of ledger.relation.accounts.entries()) {
    const kind: AccountKind = account.kind === "cash" ? "current" : "custody";
    const accountId = accountNumber(at + 1);
    const about = <Cluster extends DataCluster>(cluster: Cluster) => ({
      ...{ connectionId: newId<"cnx">("cnx"), accountId, cluster, chunkId: newId<"rch">("rch"), version: 1 },
      ...{
        from: isoOf(first),
        to: isoOf(ledger.today + 1),
        asOf: new Date(`${isoOf(ledger.today)}T20:00:00Z`),
      },
    });
    const held = about(kind === "current" ? "balances" : "positions");
    const chunks: readonly ValuationChunk[] = [
      { ...held, derived: true, records: heldOn(ledger, account, first) },
      { ...held, ...(await entriesOf(ledger, account, first, about, kind)) },
    ];
    histories.push(
      toHistory({ accountId, institutionId: "seewaldt", kind, share: null }, chunks, isoOf(ledger.today)),
    );
  }
  return histories;
}

/** As it comes over the wire, with every number as the text that it is. */
function received(answer: unknown): unknown {
  if (answer instanceof Numeral) return answer.text;
  if (Array.isArray(answer)) return answer.map(received);
  if (typeof answer !== "object" || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, received(value)]));
}

function heldOn(ledger: Ledger, account: CustodyAccount, first: Day): ValuationChunk["records"] {
  const rows: ValuationChunk["records"][number][] = [];
  for (let day = first; day <= ledger.today; day++) {
    const isWeekend = [6, 0].includes((day + 4) % 7);
    if (isWeekend) continue;
    const told = holdingsAt(ledger, day)
      .filter((one) => one.account.id === account.id)
      .map((one) => positionSchema.parse(received(positionJson(one, day, true))));
    const snapshot =
      account.kind === "cash"
        ? ({
            cluster: "balances",
            records: told.filter(isMoney).map((one) => toBalanceRecord(toBalance(one))),
          } as const)
        : ({ cluster: "positions", records: told.map((one) => toPositionRecord(toPosition(one))) } as const);
    rows.push(...valueSnapshot(snapshot, isoOf(day)));
  }
  return rows;
}

type About = <Cluster extends DataCluster>(
  cluster: Cluster,
) => Omit<ValuationChunk, "cluster" | "derived" | "records"> & { readonly cluster: Cluster };

function entriesOf(
  { relation, entries }: Ledger,
  { id }: CustodyAccount,
  first: Day,
  about: About,
  kind: AccountKind,
) {
  const answers = entries
    .filter(({ day }) => day >= first)
    .map((one) => transactionSchema.parse(received(transactionJson(relation, one, one.movements, true))));
  if (kind === "custody") {
    const records = answers.flatMap((one) => toInvestmentEntries(one, id).map(toInvestmentTransaction));
    return deriveEntries({ ...about("investmentTransactions"), records }, kind);
  }
  const paid = answers.flatMap((one) => toCashEntry(one, id) ?? []);
  return deriveEntries({ ...about("transactions"), records: paid.map(toTransaction) }, kind);
}
