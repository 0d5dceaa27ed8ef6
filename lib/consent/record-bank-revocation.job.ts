import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { consentRevokedAtBank } from "./audit-events.ts";
import { revokeAtBank } from "./consent.ts";
import { endConsent } from "./end-consent.ts";
import { recordBankRevocation } from "./jobs.ts";
import { findConsent, lockConsent } from "./repository.ts";

const reason = "endedAtBank";

/** The bank has ended the access, so the consent ends here with the same effect as a withdrawal. */
export const recordBankRevocationHandler = handle({
  job: recordBankRevocation,
  authorise: async (ctx, payload) => {
    const { state } = await inTransaction(ctx, (tx) => findConsent(tx, payload.consentId as ConsentId));
    return state === "given" ? { run: true } : { run: false, reason: state };
  },
  run: async (ctx, payload) => {
    requirePermission(ctx, "consent.close");
    await inTransaction(ctx, async (tx) => {
      const { consent: before, now } = await lockConsent(tx, payload.consentId as ConsentId);
      const after = revokeAtBank(before, now);
      const { consentId } = after;
      await endConsent(tx, ctx, before, after, {
        reason,
        event: consentRevokedAtBank({ consentId, reason }),
      });
    });
  },
});
