import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission, requirePerson } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Piece } from "#lib/kernel/in-pieces.ts";
import { cutPage, type RowsPerPage, usualRows } from "#lib/kernel/rows-per-page.ts";
import { listRequestsSeen } from "./rights-repository.ts";
import { dayOf } from "./rights-request.ts";
import { type RightsPageView, type RightsRequestView, rightsKinds, rightsStandings } from "./rights-view.ts";
import { toRightsView } from "./to-rights-view.ts";

const mostOfOne = 500;

const afterSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}\.(rrq|era)_[0-9a-f-]{36}$/)
  .transform((text) => ({ day: text.slice(0, 10), id: text.slice(11) }))
  .refine(({ day }) => z.iso.date().safeParse(day).success);

const askedSchema = z.object({
  standing: z.enum(rightsStandings).catch("open"),
  kind: z.enum(rightsKinds).nullable().catch(null),
  after: afterSchema.nullable().catch(null),
});
export type RightsAsked = z.output<typeof askedSchema>;

/** What an address asks of the register. What it says wrongly counts as not said. */
export const parseRightsAsked = (query: Readonly<Record<string, string | null | undefined>>): RightsAsked =>
  askedSchema.parse({ standing: query.standing, kind: query.kind ?? null, after: query.after ?? null });

/** The firm's register of what investors asked for by right, page by page. */
export async function listRightsRequests(
  ctx: Context,
  asked: RightsAsked,
  size: RowsPerPage = usualRows,
): Promise<RightsPageView> {
  requirePerson(ctx, "privacy.answerRights");
  const { rows, last } = await readRequests(ctx, asked, size);
  return { requests: rows, next: last && `${last.day}.${last.id}` };
}

type RightsPlace = NonNullable<RightsAsked["after"]>;

/** Open ones go on behind the day on which one is due, closed ones behind that on which one came. */
export async function readRequests(
  ctx: Context,
  asked: RightsAsked,
  size: number,
): Promise<Piece<RightsRequestView, RightsPlace>> {
  const today = dayOf(ctx.clock.now());
  const wanted = { ...asked, investorId: null };
  const found = await inSearchTransaction(ctx, (tx) => listRequestsSeen(tx, wanted, size + 1));
  const { page, last } = cutPage(found, size);
  const day = asked.standing === "open" ? last?.due_on : last?.received_on;
  return {
    rows: page.map((row) => toRightsView(row, today)),
    last: last && day ? { day, id: last.id } : null,
  };
}

/** All that one investor asked for, the latest first. */
export async function listRightsRequestsOf(
  ctx: Context,
  investorId: PersonId,
): Promise<readonly RightsRequestView[]> {
  requirePermission(ctx, "privacy.answerRights");
  const wanted = { standing: null, kind: null, investorId, after: null };
  const rows = await inSearchTransaction(ctx, (tx) => listRequestsSeen(tx, wanted, mostOfOne));
  return rows.map((row) => toRightsView(row, dayOf(ctx.clock.now())));
}
