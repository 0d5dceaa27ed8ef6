import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { listRequestsSeen, type RightsWanted } from "./rights-repository.ts";
import { dayOf } from "./rights-request.ts";
import { type RightsPageView, type RightsRequestView, rightsKinds, rightsStandings } from "./rights-view.ts";
import { toRightsView } from "./to-rights-view.ts";

const perPage = 50;
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
export async function listRightsRequests(ctx: Context, asked: RightsAsked): Promise<RightsPageView> {
  requirePerson(ctx, "privacy.answerRights");
  const today = dayOf(ctx.clock.now());
  const rows = await inTransaction(ctx, (tx) =>
    listRequestsSeen(tx, { ...asked, investorId: null }, perPage + 1),
  );
  const requests = rows.slice(0, perPage).map((row) => toRightsView(row, today));
  const last = requests.at(-1);
  return { requests, next: rows.length > perPage && last ? placeOf(last, asked.standing) : null };
}

const placeOf = ({ id, dueOn, receivedOn }: RightsRequestView, standing: RightsWanted["standing"]): string =>
  `${standing === "open" ? dueOn : receivedOn}.${id}`;

/** All that one investor asked for, the latest first. */
export async function listRightsRequestsOf(
  ctx: Context,
  investorId: PersonId,
): Promise<readonly RightsRequestView[]> {
  requirePermission(ctx, "privacy.answerRights");
  const wanted = { standing: null, kind: null, investorId, after: null };
  const rows = await inTransaction(ctx, (tx) => listRequestsSeen(tx, wanted, mostOfOne));
  return rows.map((row) => toRightsView(row, dayOf(ctx.clock.now())));
}
