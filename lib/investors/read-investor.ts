import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { staffLooked } from "#lib/audit/log-events.ts";
import { countShownInWeek } from "#lib/disclosures/count-shown.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { readErasureOf } from "#lib/privacy/read-erasure-of.ts";
import { toRowView } from "./list-investors.ts";
import {
  type ConnectionRow,
  countCredentialsOf,
  listConnectionsOf,
  listInvestorsSeen,
} from "./repository.ts";
import type { InvestorView, OverseenConnectionView } from "./view.ts";

/** One investor as the firm's compliance oversees them. Reading it leaves an event in the same transaction. */
export async function readInvestor(ctx: Context, investorId: PersonId): Promise<InvestorView> {
  requirePermission(ctx, "investor.read");
  return inTransaction(ctx, async (tx) => {
    const wanted = { words: [], personId: investorId, about: null };
    const [row] = await listInvestorsSeen(tx, wanted, null, 1);
    if (!row) throw new AppError("identity.person_not_found", { investorId });
    await appendAudit(tx, ctx, staffLooked({ what: "investor", id: investorId }));
    const connections = await listConnectionsOf(tx, investorId);
    return {
      ...toRowView(row),
      connections: connections.map(toConnectionView),
      credentials: await countCredentialsOf(tx, investorId),
      invitedAt: row.invited_at?.toISOString() ?? null,
      firstSignInAt: row.signed_in_at?.toISOString() ?? null,
      shownInWeek: await countShownInWeek(tx, ctx, investorId),
      erasure: await readErasureOf(tx, ctx, investorId),
    };
  });
}

const toConnectionView = (row: ConnectionRow): OverseenConnectionView => ({
  id: row.connection_id,
  institutionId: row.institution_id,
  consentId: row.consent_id,
  credentialId: row.credential_id,
  state: row.state,
  needs: row.state === "ended" ? null : row.needs,
  needsReason: row.state === "ended" ? null : row.needs_reason,
  endedReason: row.ended_reason,
  beganAt: row.begun_at.toISOString(),
  lastScaAt: row.last_sca_at?.toISOString() ?? null,
  lastRun:
    row.run_begun_at && row.run_outcome
      ? { beganAt: row.run_begun_at.toISOString(), outcome: row.run_outcome, reason: row.run_reason }
      : null,
  readsUsed: row.reads_used,
});
