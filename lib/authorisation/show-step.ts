import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import { authorisationAsked } from "./audit-events.ts";
import type { ShownStep } from "./keep-dialogs.ts";
import { saveStep } from "./repository.ts";

interface Showing {
  readonly authorisationId: AuthorisationId;
  readonly workerId: string;
  readonly shown: ShownStep;
}

/**
 * Shows what the bank asks, with the picture of this step in the place of the one before, and has those who look on
 * look again at the commit. Where the attempt is over, or another worker's, nobody is asked any more and it throws.
 */
export async function showStep(
  tx: Transaction,
  ctx: Context,
  { authorisationId, workerId, shown }: Showing,
): Promise<void> {
  requirePermission(ctx, "authorisation.lead");
  const isShown = await saveStep(tx, authorisationId, workerId, shown);
  if (!isShown) throw new AppError("authorisation.gone", { authorisationId });
  const { step, question } = shown.asked;
  const method = "method" in question ? (question.method?.kind ?? null) : null;
  await appendAudit(tx, ctx, authorisationAsked({ authorisationId, step, question: question.kind, method }));
}
