import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import type { EndedState } from "./consent.ts";
import { findConsent } from "./repository.ts";

/** How a consent ended, or `null` while it has not. For a job that ends what was got under it. */
export async function readEnding(
  tx: Transaction,
  ctx: Context,
  consentId: ConsentId,
): Promise<EndedState | null> {
  requirePermission(ctx, "consent.rely");
  const consent = await findConsent(tx, consentId);
  return "endedAt" in consent ? consent.state : null;
}
