import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, PersonId } from "#lib/kernel/id.ts";
import {
  type AccessNeed,
  type AccessVerdict,
  type AdvisorStanding,
  type Asker,
  type BankSide,
  checkAccess,
} from "./access.ts";
import { listFirmAdvisors } from "./party-repository.ts";
import { databaseNow, listConsentsOf } from "./repository.ts";

/**
 * What every view of bank data asks before it renders, in the transaction that reads it. Whoever has no consent at all
 * to see by is told that there is nothing, as row security would show it.
 */
export async function requireAccess(tx: Transaction, ctx: Context, need: AccessNeed): Promise<void> {
  requirePermission(ctx, "consent.rely");
  const asker = await askerOf(tx, ctx);
  refuse(need, await judge(tx, asker, need));
}

/**
 * The same for a call to a bank, made by a job; what the connection knows of the bank's side is the caller's to say.
 * Under one consent if it is named, else under whichever covers it: the verdict says which.
 */
export async function judgeBankAccess(
  tx: Transaction,
  ctx: Context,
  need: AccessNeed,
  bank: BankSide,
  consentId?: ConsentId,
): Promise<AccessVerdict> {
  requirePermission(ctx, "consent.rely");
  if (ctx.actor.type !== "job") throw new AppError("auth.forbidden", { holder: ctx.actor.type });
  return judge(tx, { kind: "bankAccess", bank }, need, consentId);
}

async function judge(
  tx: Transaction,
  asker: Asker,
  need: AccessNeed,
  consentId?: ConsentId,
): Promise<AccessVerdict> {
  const consents = await listConsentsOf(tx, need.investorId);
  const asked = consentId ? consents.filter((one) => one.consentId === consentId) : consents;
  return checkAccess(asker, need, asked, await databaseNow(tx));
}

/** Throws what the verdict says, if it is not that it may be. */
export function refuse({ investorId }: AccessNeed, verdict: AccessVerdict): void {
  if (verdict.allowed) return;
  if (verdict.reasons.includes("noConsent")) throw new AppError("consent.not_found", { investorId });
  throw new AppError("consent.access_refused", { investorId, reasons: verdict.reasons.join(" ") });
}

/** The acting investor or recipient, with how they stand to the firm now. */
export async function askerOf(tx: Transaction, { actor }: Context): Promise<Asker> {
  switch (actor.type) {
    case "investor":
      return { kind: "investor", personId: actor.personId };
    case "advisor":
      return { kind: "advisor", personId: actor.personId, standing: await standingOf(tx, actor.personId) };
    case "client":
      return { kind: "client", clientId: actor.clientId };
    default:
      throw new AppError("auth.forbidden", { holder: actor.type });
  }
}

/** Asked anew each time: a session that outlived its person's employment sees nothing. */
async function standingOf(tx: Transaction, advisorId: PersonId): Promise<AdvisorStanding> {
  const advisor = (await listFirmAdvisors(tx)).find(({ personId }) => personId === advisorId);
  if (!advisor) return "notAMember";
  return advisor.isDisabled ? "disabled" : "member";
}
