import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import * as due from "./due-repository.ts";
import type { ReminderView } from "./view.ts";

/** What the app shows beside the mails: the investor's consents that end soon. */
export async function listReminders(ctx: Context): Promise<readonly ReminderView[]> {
  requirePermission(ctx, "consent.readEvidence");
  const reminders = await inSearchTransaction(ctx, (tx) => due.listReminders(tx));
  return reminders.map(({ consentId, validUntil, daysBefore, madeAt }) => ({
    ...{ consentId, daysBefore },
    validUntil: validUntil.toISOString(),
    madeAt: madeAt.toISOString(),
  }));
}
