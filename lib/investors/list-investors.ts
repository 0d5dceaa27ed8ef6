import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { tellNarrowed } from "#lib/audit/narrowed.ts";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import type { Piece } from "#lib/kernel/in-pieces.ts";
import { cutPage, type RowsPerPage, usualRows } from "#lib/kernel/rows-per-page.ts";
import type { TableAsked } from "#lib/kernel/table-asked.ts";
import { type InvestorRow, type InvestorsWanted, listInvestorsSeen } from "./repository.ts";
import { type InvestorFilter, type InvestorPageView, type InvestorRowView, investorMatters } from "./view.ts";

export interface InvestorsAsked extends Pick<TableAsked<string, InvestorFilter>, "filters" | "after"> {
  readonly rows?: RowsPerPage;
}

/** The firm's investors by name, page by page. Narrowed to one of them it leaves the event that their page leaves. */
export async function listInvestors(
  ctx: Context,
  { filters, after, rows = usualRows }: InvestorsAsked,
): Promise<InvestorPageView> {
  requirePermission(ctx, "investor.read");
  const place = idSchema("per").safeParse(after);
  const wanted = wantedOf(filters);
  const page = await inSearchTransaction(ctx, async (tx) => {
    await tellNarrowed(tx, ctx, [{ what: "investor", ids: wanted.personId && [wanted.personId] }]);
    return readInvestors(tx, wanted, place.success ? place.data : null, rows);
  });
  return { rows: page.rows, next: page.last };
}

export async function readInvestors(
  tx: Transaction,
  wanted: InvestorsWanted,
  after: PersonId | null,
  size: number,
): Promise<Piece<InvestorRowView, PersonId>> {
  const { page, last } = cutPage(await listInvestorsSeen(tx, wanted, after, size + 1), size);
  return { rows: page.map(toRowView), last: last?.person_id ?? null };
}

/** What is not understood narrows nothing. */
export function wantedOf({ q, about }: InvestorsAsked["filters"]): InvestorsWanted {
  const id = idSchema("per").safeParse(q);
  return {
    words: id.success ? [] : folded(q ?? ""),
    personId: id.success ? id.data : null,
    about: investorMatters.find((matter) => matter === about) ?? null,
  };
}

/** As the database keeps names to be looked for (drizzle/data/0043_console_lists.sql). */
const folded = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/gu, "")
    .replaceAll("\u0000", "")
    .split(/\s+/u)
    .filter(Boolean)
    .slice(0, 8);

export const toRowView = (row: InvestorRow): InvestorRowView => ({
  id: row.person_id,
  name: row.name,
  email: row.email,
  isDisabled: row.disabled_at !== null,
  consentsInForce: row.consents,
  connections: row.connections,
  needs: row.needs,
  rightsDueOn: row.due_on,
  erasure: row.erasure_begun_at === null ? null : row.erasure_completed_at ? "complete" : "inProgress",
});
