import { type Actor, isPerson } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { prepareAudit } from "#lib/audit/append.ts";
import type { AuditEvent } from "#lib/audit/event.ts";
import type { Transaction } from "#lib/db/database.ts";
import { enqueueing } from "#lib/jobs/enqueue.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { Consent } from "./consent.ts";
import type { ConsentAct, ConsentChannel, ConsentReason, HistoryEntry } from "./history.ts";
import { type Statement, writeAct } from "./history-repository.ts";
import { issueConsentReceipt } from "./jobs.ts";
import { wasGiven } from "./snapshot.ts";

interface Act {
  readonly act: ConsentAct;
  readonly at: Date;
  readonly reason: ConsentReason | null;
  readonly event: AuditEvent;
  /** What the act does beside the consent itself. */
  readonly also?: readonly Statement[];
}

/**
 * What happened, in the trail that an outsider can verify and in the history that the investor reads, or in neither.
 * From its giving on, every act on a consent has a receipt, which the worker draws up from the two.
 */
export async function recordAct(
  tx: Transaction,
  ctx: Context,
  consent: Consent,
  { act, at, reason, event, also = [] }: Act,
): Promise<void> {
  const { revision, state, tenantId, consentId } = consent;
  const channel: ConsentChannel = act === "revokedAtBank" ? "bank" : channels[actorTypeOf(ctx.actor)];
  const actor = { actorType: actorTypeOf(ctx.actor), actorId: actorIdOf(ctx.actor) };
  const entry = { revision, act, state, at, ...actor, channel, reason };
  const then = wasGiven(consent) ? enqueueing(issueConsentReceipt, { tenantId, consentId, revision }) : null;
  await writeAct(tx, consent, entry, prepareAudit(ctx, event), { also, then });
}

const channels = {
  investor: "portal",
  advisor: "advisor",
  compliance: "console",
  client: "api",
  job: "system",
} as const satisfies Record<HistoryEntry["actorType"], ConsentChannel>;

function actorTypeOf({ type }: Actor): HistoryEntry["actorType"] {
  if (type in channels) return type as HistoryEntry["actorType"];
  throw new AppError("auth.forbidden", { holder: type });
}

function actorIdOf(actor: Actor): string | null {
  if (isPerson(actor)) return actor.personId;
  return actor.type === "client" ? actor.clientId : null;
}
