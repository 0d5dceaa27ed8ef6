import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, PersonId, TenantId } from "#lib/kernel/id.ts";
import { type BankSide, checkDialog } from "./access.ts";
import type { GivenConsent } from "./consent.ts";
import { holdShared } from "./lock-repository.ts";
import { databaseNow, findConsent } from "./repository.ts";

export interface DialogReliance extends Pick<BankSide, "hasCredential" | "region"> {
  readonly consentId: ConsentId;
  readonly investorId: PersonId;
}

/**
 * Refuses unless a bank may be asked, under this consent, to let its investor in. Somebody else's consent is not found,
 * whoever asks.
 */
export async function requireDialogConsent(
  tx: Transaction,
  ctx: Context,
  { consentId, investorId, ...bank }: DialogReliance,
): Promise<GivenConsent> {
  requirePermission(ctx, "consent.rely");
  const consent = await findConsent(tx, consentId);
  if (consent.investorId !== investorId) throw new AppError("consent.not_found", { consentId });
  const reasons = checkDialog(consent, bank, await databaseNow(tx));
  if (consent.state !== "given" || reasons.length > 0)
    throw new AppError("consent.access_refused", { investorId, reasons: reasons.join(" ") });
  return consent as GivenConsent;
}

/**
 * The same for a job, which then does one short piece of `work` while nobody can end the consent: it shows a step, or
 * stores what the bank gave. After a withdrawal has committed no such piece begins.
 */
export async function whileDialogConsented<T>(
  ctx: Context,
  reliance: DialogReliance,
  work: (tx: Transaction, consent: GivenConsent) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    await holdShared(tx, tenantOf(ctx), reliance.consentId);
    // In a statement of its own, so that it sees what was committed while the hold was waited for.
    return work(tx, await requireDialogConsent(tx, ctx, reliance));
  });
}

function tenantOf({ actor }: Context): TenantId {
  if (actor.type !== "job") throw new AppError("auth.forbidden", { holder: actor.type });
  return actor.tenantId;
}
