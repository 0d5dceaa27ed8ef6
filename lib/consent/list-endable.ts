import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, PersonId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import { listConsentsById, listNamedOf, listOpenNaming } from "./endable-repository.ts";

/** A consent as much as a decision about its end needs. */
export interface EndableConsent {
  readonly consentId: ConsentId;
  readonly investorId: PersonId;
  readonly state: Consent["state"];
  readonly revision: number;
  readonly advisorIds: readonly PersonId[];
  /** How many programs of the firm it names. */
  readonly programs: number;
  /** Where it was given. */
  readonly validUntil: Date | null;
  readonly isOver: boolean;
}

/** Those of the consents that there are, whatever became of them. */
export async function listEndable(
  tx: Transaction,
  ctx: Context,
  consentIds: readonly ConsentId[],
): Promise<readonly EndableConsent[]> {
  requirePermission(ctx, "consent.read");
  return (await listConsentsById(tx, consentIds)).map(toEndable);
}

export interface NamingAdvisor {
  readonly named: readonly EndableConsent[];
  /** How many are for every advisor of the firm and so name nobody. */
  readonly forWholeTeam: number;
}

/** What is in force or waits for an answer and names an advisor, of so many at the most. */
export async function listNaming(
  tx: Transaction,
  ctx: Context,
  advisorId: PersonId,
  limit: number,
): Promise<NamingAdvisor> {
  requirePermission(ctx, "consent.read");
  const { named, forWholeTeam } = await listOpenNaming(tx, advisorId, limit);
  return { named: named.map(toEndable), forWholeTeam };
}

/** Which of these people some consent names that is in force or waits for an answer. */
export async function listStillNamed(
  tx: Transaction,
  ctx: Context,
  personIds: readonly PersonId[],
): Promise<ReadonlySet<PersonId>> {
  requirePermission(ctx, "consent.read");
  return new Set(await listNamedOf(tx, personIds));
}

function toEndable(consent: Consent): EndableConsent {
  const { consentId, investorId, state, revision, terms } = consent;
  const { advisorIds, clientIds } = terms.recipients;
  return {
    ...{ consentId, investorId, state, revision, advisorIds, programs: clientIds.length },
    validUntil: consent.state === "given" ? consent.validUntil : null,
    isOver: "endedAt" in consent,
  };
}
