import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Institutions } from "#lib/institutions/institution-entry.ts";
import { institutionListExported } from "./audit-events.ts";
import { type BoardAsked, readInstitutionBoard } from "./read-institution-board.ts";
import type { InstitutionBoardView } from "./view.ts";

/** How every bank does, to be taken away. It needs a fresh proof of who asks and leaves its event first, as every list does. */
export async function exportInstitutionBoard(
  ctx: Context,
  institutions: Institutions,
  asked: BoardAsked,
): Promise<readonly InstitutionBoardView[]> {
  requirePermission(ctx, "institution.oversee");
  requireFreshAuthentication(ctx);
  const banks = await readInstitutionBoard(ctx, institutions, asked);
  const event = institutionListExported({ period: asked.period, count: banks.length });
  await inTransaction(ctx, (tx) => appendAudit(tx, ctx, event));
  return banks;
}
