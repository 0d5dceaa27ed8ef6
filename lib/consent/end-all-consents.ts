import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import { consentDeclined, consentWithdrawn } from "./audit-events.ts";
import { type Consent, decline, withdraw } from "./consent.ts";
import { endConsent } from "./end-consent.ts";
import { listConsentsOf, lockConsent } from "./repository.ts";

const isOpen = (consent: Consent): boolean => !("endedAt" in consent);

/**
 * Withdraws what the acting investor has given and declines what they are asked for, in the caller's transaction: from
 * its commit on nothing is read or shown by any of it. Says how many there were.
 */
export async function endAllConsents(tx: Transaction, ctx: Context): Promise<number> {
  const { personId } = requirePerson(ctx, "consent.withdraw");
  const open = (await listConsentsOf(tx, personId)).filter(isOpen);
  // Always in one order, so that nobody who locks several waits for somebody who waits for them.
  const ids = open.map(({ consentId }) => consentId).sort();
  for (const consentId of ids) await endOne(tx, ctx, consentId);
  return ids.length;
}

/** Nobody was asked why, so no reason is given in their name. */
const reason = "notSaid";

async function endOne(tx: Transaction, ctx: Context, consentId: Consent["consentId"]): Promise<void> {
  const { consent: before, now } = await lockConsent(tx, consentId);
  if (!isOpen(before)) return;
  if (before.state === "given") {
    const deleteDataNow = true;
    const event = consentWithdrawn({ consentId, reason, deleteDataNow });
    await endConsent(tx, ctx, before, withdraw(before, now, deleteDataNow), { reason, event });
    return;
  }
  await endConsent(tx, ctx, before, decline(before, now), {
    reason,
    event: consentDeclined({ consentId, reason }),
  });
}
