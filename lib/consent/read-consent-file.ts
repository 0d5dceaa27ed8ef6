import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { staffLooked } from "#lib/audit/log-events.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import type { ConsentFileView, FiledEntryView, GrantView } from "./consent-file-view.ts";
import { viewConsents } from "./consent-views.ts";
import { type GrantSummary, summariseGrants } from "./grant-repository.ts";
import { initiatorOf } from "./history.ts";
import { listRecordedHistory } from "./history-repository.ts";
import { listNamesOf } from "./party-repository.ts";
import { listPresentations } from "./presentation-repository.ts";
import { toShownText } from "./read-consent-evidence.ts";
import { findConsent, findSuccessor } from "./repository.ts";

/**
 * One consent whole, for the firm's compliance: what it says, everything that happened to it and who did it, every text
 * that was shown, and what is visible by it. That somebody of the staff looked is an entry of its own.
 */
export async function readConsentFile(ctx: Context, consentId: ConsentId): Promise<ConsentFileView> {
  requirePermission(ctx, "consent.oversee");
  return inTransaction(ctx, async (tx) => {
    const found = await findConsent(tx, consentId);
    const [consent] = await viewConsents(tx, ctx, [found]);
    if (!consent) throw new Error(`${consentId} has no view`);
    const acts = await listRecordedHistory(tx, consentId);
    const grants = await summariseGrants(tx, consentId);
    const names = await listNamesOf(tx, [
      ...acts.flatMap(({ actorId }) => actorId ?? []),
      ...grants.map(({ recipientId }) => recipientId),
    ]);
    const file = {
      consent,
      history: toFiled(acts, names),
      texts: (await listPresentations(tx, consentId)).map(toShownText),
      grants: grants.map((grant) => toGrant(grant, names)),
      successorId: await findSuccessor(tx, consentId),
    };
    await noteLook(tx, ctx, consentId);
    return file;
  });
}

async function noteLook(tx: Transaction, ctx: Context, consentId: ConsentId): Promise<void> {
  await appendAudit(tx, ctx, staffLooked({ what: "consent", id: consentId }));
}

type Names = ReadonlyMap<string, string>;

function toFiled(
  acts: Awaited<ReturnType<typeof listRecordedHistory>>,
  names: Names,
): readonly FiledEntryView[] {
  return acts.map(({ at, ...act }, index) => ({
    ...{ ...act, ...initiatorOf(act) },
    at: at.toISOString(),
    actorName: names.get(act.actorId ?? "") ?? null,
    previousState: acts[index - 1]?.state ?? null,
  }));
}

const kinds = { ten: "team", per: "advisor", cli: "program" } as const;

function toGrant({ validUntil, ...grant }: GrantSummary, names: Names): GrantView {
  return {
    ...grant,
    validUntil: validUntil.toISOString(),
    recipientName: names.get(grant.recipientId) ?? null,
    kind: kinds[grant.recipientId.slice(0, 3) as keyof typeof kinds],
  };
}
