import { isPerson } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { AppError } from "#lib/kernel/errors.ts";
import { accessRefused } from "./access-events.ts";
import { appendAudit } from "./append.ts";

const refusals: ReadonlySet<string> = new Set([
  "auth.forbidden",
  "auth.step_up_required",
  "auth.second_factor_required",
  "auth.passkey_rejected",
  "auth.challenge_expired",
]);

/** A known person who was refused leaves an event, in a transaction of its own since the act's is rolled back. */
export async function recordRefusal(ctx: Context, refusal: AppError): Promise<void> {
  if (!isPerson(ctx.actor) || !refusals.has(refusal.code)) return;
  const permission = String(refusal.facts.permission ?? "none");
  await inTransaction(ctx, (tx) => appendAudit(tx, ctx, accessRefused({ code: refusal.code, permission })));
}
