import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { consentTerminated } from "./audit-events.ts";
import { terminate } from "./consent.ts";
import { endConsent } from "./end-consent.ts";
import { terminationReasons } from "./history.ts";
import { lockConsent } from "./repository.ts";

export const TerminateConsent = z.strictObject({
  consentId: idSchema("con"),
  reason: z.enum(terminationReasons),
});
export type TerminateConsent = z.output<typeof TerminateConsent>;

/**
 * Compliance ends a consent for a stated reason, effective when this returns. Its investor sees who did it and why.
 * Where the firm asks for a second person the database refuses it: then it is an act of lib/oversight.
 */
export async function terminateConsent(ctx: Context, input: TerminateConsent): Promise<void> {
  requirePermission(ctx, "consent.terminate");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, (tx) => terminateWithin(tx, ctx, input));
}

/**
 * The same in the caller's transaction. A job does it for compliance, and the database lets it only what an act that runs
 * names.
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
