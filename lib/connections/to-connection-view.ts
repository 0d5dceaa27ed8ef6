import { scaLifetimeDays } from "#lib/consent/access.ts";
import { addDays } from "#lib/consent/validity.ts";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import { type AccountChoice, type Connection, dayAfter } from "./connection.ts";
import type { ConnectionView } from "./view.ts";

interface Beside {
  readonly authorisationId: AuthorisationId | null;
  readonly accounts: readonly AccountChoice[];
  readonly lastReadAt: Date | null;
}

export function toConnectionView(
  connection: Connection,
  { authorisationId, accounts, lastReadAt }: Beside,
): ConnectionView {
  const isLive = connection.state !== "ended";
  const count = (state: AccountChoice["state"]) =>
    accounts.filter((account) => account.state === state).length;
  const text = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: connection.connectionId,
    institutionId: connection.institutionId,
    credentialId: connection.credentialId,
    consentId: connection.consentId,
    state: connection.state,
    // What ended asks nothing of anybody any more.
    needs: isLive ? connection.needs : null,
    needsReason: isLive ? connection.needsReason : null,
    needsSince: isLive ? text(connection.needsSince) : null,
    authorisationId,
    accounts: { offered: count("offered"), chosen: count("chosen") },
    beganAt: connection.begunAt.toISOString(),
    linkedAt: text(connection.linkedAt),
    endedAt: text(connection.endedAt),
    endedReason: connection.endedReason,
    lastReadAt: text(lastReadAt),
    nextRefreshAt: isLive ? text(connection.nextRefreshAt) : null,
    confirmBefore: isLive ? text(confirmBefore(connection)) : null,
  };
}

/** By the bank's own end of what it gave, or by the law's of a confirmation, whichever is earlier. */
function confirmBefore({ bankValidUntil, lastScaAt }: Connection): Date | null {
  if (!lastScaAt) return null;
  const byLaw = addDays(lastScaAt, scaLifetimeDays);
  if (bankValidUntil === null) return byLaw;
  return new Date(Math.min(dayAfter(bankValidUntil).getTime(), byLaw.getTime()));
}
