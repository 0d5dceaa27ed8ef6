import { isPerson, type PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type AppError, errorCatalogue } from "#lib/kernel/errors.ts";
import { accessRefused } from "./access-events.ts";
import { appendAudit } from "./append.ts";

const refusals: ReadonlySet<string> = new Set([
  "auth.forbidden",
  "auth.step_up_required",
  "auth.second_factor_required",
  "auth.passkey_rejected",
  "auth.challenge_expired",
]);

/** Of staff every refusal is told, whatever for: what they try on others' data is an act too. Not what merely was away. */
const isTold = ({ type }: PersonActor, { code }: AppError): boolean =>
  refusals.has(code) || ((type === "compliance" || type === "admin") && errorCatalogue[code].status < 500);

/** A known person who was refused leaves an event, in a transaction of its own since the act's is rolled back. */
export async function recordRefusal(ctx: Context, refusal: AppError): Promise<void> {
  if (!isPerson(ctx.actor) || !isTold(ctx.actor, refusal)) return;
  const permission = String(refusal.facts.permission ?? "none");
  await inTransaction(ctx, (tx) => appendAudit(tx, ctx, accessRefused({ code: refusal.code, permission })));
}
