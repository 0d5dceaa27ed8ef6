import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { consentTerminated } from "./audit-events.ts";
import { terminate } from "./consent.ts";
import { endConsent } from "./end-consent.ts";
import type { terminationReasons } from "./history.ts";
import { lockConsent } from "./repository.ts";

export interface TerminateConsent {
  readonly consentId: ConsentId;
  readonly reason: (typeof terminationReasons)[number];
}

/**
 * Compliance ends a consent for a stated reason, in the transaction of an act of lib/oversight that names it: the database
 * lets neither compliance nor the job that works for it do so otherwise. Its investor sees who did it and why.
 */
export async function terminateWithin(
  tx: Transaction,
  ctx: Context,
  { consentId, reason }: TerminateConsent,
): Promise<void> {
  requirePermission(ctx, ctx.actor.type === "job" ? "consent.close" : "consent.terminate");
  const { consent: before, now } = await lockConsent(tx, consentId);
  const after = terminate(before, now);
  await endConsent(tx, ctx, before, after, { reason, event: consentTerminated({ consentId, reason }) });
}
