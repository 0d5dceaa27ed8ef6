import { and, asc, desc, getTableColumns, gt, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { Publication, StoredPublication } from "./publication.ts";
import type { Day } from "./rate-table.ts";
import { referenceRateState, referenceRates } from "./schema.ts";

export type RateState = Omit<typeof referenceRateState.$inferSelect, "id">;

const { day, currencies, version, isWithdrawn } = referenceRates;
const rates = sql<string>`array_to_string(${referenceRates.rates}, ' ')`;
const { id: _, ...stateColumns } = getTableColumns(referenceRateState);

export async function readRateState(tx: Transaction): Promise<RateState> {
  const [row] = await tx.select(stateColumns).from(referenceRateState);
  if (!row) throw new Error("the state of the reference rates has no row");
  return row;
}

/** Whoever loads holds it until the end of the transaction, so that two loads are one after the other. */
export async function lockRateState(tx: Transaction): Promise<RateState> {
  const [row] = await tx.select(stateColumns).from(referenceRateState).for("update");
  if (!row) throw new Error("the state of the reference rates has no row");
  return row;
}

export async function saveRateState(tx: Transaction, state: Partial<RateState>): Promise<void> {
  await tx.update(referenceRateState).set(state);
}

const rowsAtOnce = 1_000;

/** What became what it is after a load, by day. In pieces, so that others are served between them. */
export async function listChangedSince(tx: Transaction, seen: number): Promise<readonly StoredPublication[]> {
  const all: StoredPublication[] = [];
  for (;;) {
    const last = all.at(-1)?.day;
    const rows = await tx
      .select({ day, currencies, rates, isWithdrawn })
      .from(referenceRates)
      .where(and(gt(version, seen), last ? gt(day, last) : undefined))
      .orderBy(asc(day))
      .limit(rowsAtOnce);
    all.push(...rows);
    if (rows.length < rowsAtOnce) return all;
  }
}

/** The newest few, by day. */
export async function listNewest(tx: Transaction, count: number): Promise<readonly StoredPublication[]> {
  const rows = await tx
    .select({ day, currencies, rates, isWithdrawn })
    .from(referenceRates)
    .orderBy(desc(day))
    .limit(count);
  return rows.reverse();
}

export async function savePublications(
  tx: Transaction,
  publications: readonly Publication[],
  by: number,
): Promise<void> {
  for (let from = 0; from < publications.length; from += rowsAtOnce) {
    const rows = publications.slice(from, from + rowsAtOnce);
    await tx.execute(sql`insert into ${referenceRates} (day, currencies, rates, version)
      select given.day, given.currencies, string_to_array(given.rates, ' ')::numeric[], ${by}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (day date, currencies text, rates text)
      on conflict (day) do update set currencies = excluded.currencies, rates = excluded.rates,
        version = excluded.version, is_withdrawn = false`);
  }
}

/** Whoever shows rates learns of it as of any other change. */
export async function saveWithdrawn(tx: Transaction, days: readonly Day[], by: number): Promise<void> {
  if (days.length === 0) return;
  await tx
    .update(referenceRates)
    .set({ isWithdrawn: true, version: by })
    .where(inArray(day, [...days]));
}
