import { isPerson, type PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError, errorCatalogue } from "#lib/kernel/errors.ts";
import { ownIdIn } from "#lib/kernel/id.ts";
import { accessRefused, accessRefusedOften } from "./access-events.ts";
import { appendAudit } from "./append.ts";

const refusals: ReadonlySet<string> = new Set([
  "auth.forbidden",
  "auth.step_up_required",
  "auth.second_factor_required",
  "auth.passkey_rejected",
  "auth.challenge_expired",
]);

const isStaff = ({ type }: PersonActor): boolean => type === "compliance" || type === "admin";

/**
 * Of the console's people every refusal is told, whatever for: what they try on others' data is an act too. Of others what
 * they may not do, and what is not there for them, since another's is indistinguishable from nothing: an advisor who tries
 * identifiers, or an account of an investor's that somebody else has, is seen by that. Not what merely was away.
 */
const isTold = (actor: PersonActor, { code }: AppError): boolean =>
  refusals.has(code) || code.endsWith("not_found") || (isStaff(actor) && errorCatalogue[code].status < 500);

const hour = 60 * 60;
/** More than anybody mistypes in an hour, and far less than what would hurt the log. Staff work in it all day. */
const noted = { name: "refusal.noted", limit: 3_000, windowSeconds: hour };
const notedOfStaff = { name: "refusal.notedOfStaff", limit: 20_000, windowSeconds: hour };
const often = { name: "refusal.often", limit: 1, windowSeconds: hour };

/**
 * A known person who was refused leaves an event, in a transaction of its own since the act's is rolled back. What was
 * tried is named by the refusal itself, or else by where it was asked: `asked` is an address or a form's input.
 */
export async function recordRefusal(ctx: Context, refusal: AppError, asked: unknown = null): Promise<void> {
  const { actor } = ctx;
  if (!isPerson(actor) || !isTold(actor, refusal)) return;
  const limit = isStaff(actor) ? notedOfStaff : noted;
  if (!(await mayNote(ctx, limit, actor))) return noteOften(ctx, actor, limit);
  const permission = String(refusal.facts.permission ?? "none");
  const { tenantId: _, ...facts } = refusal.facts;
  const about = ownIdIn(facts) ?? ownIdIn(asked);
  const event = accessRefused({ code: refusal.code, permission, about });
  await inTransaction(ctx, (tx) => appendAudit(tx, ctx, event));
}

async function noteOften(ctx: Context, actor: PersonActor, { limit }: typeof noted): Promise<void> {
  if (!(await mayNote(ctx, often, actor))) return;
  await inTransaction(ctx, (tx) => appendAudit(tx, ctx, accessRefusedOften({ noted: limit })));
}

async function mayNote(ctx: Context, limit: typeof noted, { personId }: PersonActor): Promise<boolean> {
  try {
    await takeTurn(ctx, limit, personId);
    return true;
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code === "auth.too_many_attempts") return false;
    throw refusal;
  }
}
