import type { Context } from "#lib/access/context.ts";
import type { AuditEvent } from "#lib/audit/event.ts";
import type { Transaction } from "#lib/db/database.ts";
import { lawfulBasisEnd } from "./basis-repository.ts";
import type { Consent, EndedConsent } from "./consent.ts";
import { grantsRemoval } from "./grant-repository.ts";
import type { ConsentReason } from "./history.ts";
import { recordAct } from "./record-act.ts";
import { saveEnd } from "./repository.ts";

/**
 * What every end has in common. Saving waits until nobody is sending a request under the consent; with the commit no
 * row is visible by it, no request begins, and its summaries are gone.
 */
export async function endConsent(
  tx: Transaction,
  ctx: Context,
  before: Consent,
  after: EndedConsent,
  why: { readonly reason: ConsentReason; readonly event: AuditEvent },
): Promise<void> {
  const { consentId, endedAt: at, state: act } = after;
  const also = before.state === "given" ? [grantsRemoval(consentId), lawfulBasisEnd(consentId, at)] : [];
  await tx.inOneRound([
    () => saveEnd(tx, before, after),
    () => recordAct(tx, ctx, after, { act, at, also, ...why }),
  ]);
}
