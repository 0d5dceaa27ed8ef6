import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { idSchema } from "#lib/kernel/id.ts";
import type { TableAsked } from "#lib/kernel/table-asked.ts";
import { type InvestorRow, type InvestorsWanted, listInvestorsSeen } from "./repository.ts";
import { type InvestorFilter, type InvestorPageView, type InvestorRowView, investorMatters } from "./view.ts";

const perPage = 50;

export type InvestorsAsked = Pick<TableAsked<string, InvestorFilter>, "filters" | "after">;

/** The firm's investors by name, page by page. */
export async function listInvestors(
  ctx: Context,
  { filters, after }: InvestorsAsked,
): Promise<InvestorPageView> {
  requirePermission(ctx, "investor.read");
  const place = idSchema("per").safeParse(after);
  const found = await inTransaction(ctx, (tx) =>
    listInvestorsSeen(tx, wantedOf(filters), place.success ? place.data : null, perPage + 1),
  );
  const rows = found.slice(0, perPage).map(toRowView);
  return { rows, next: found.length > perPage ? (rows.at(-1)?.id ?? null) : null };
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
