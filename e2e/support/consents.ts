import { readFileSync } from "node:fs";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { amendConsent } from "#lib/consent/amend-consent.ts";
import { giveConsent } from "#lib/consent/give-consent.ts";
import { type PresentConsent, presentConsent } from "#lib/consent/present-consent.ts";
import { requestConsent } from "#lib/consent/request-consent.ts";
import type { Terms } from "#lib/consent/terms.ts";
import type { PresentationView } from "#lib/consent/view.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { type ConsentId, newId, type PersonId, type TenantId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { cast } from "#scripts/seed/cast.ts";
import { personIdOf, tenantIdOf } from "#scripts/seed.ts";
import type { TestPerson } from "./people.ts";
import { stack } from "./stack.ts";

/** A year of everything that banks know, for all advisors of the firm. */
const terms: Terms = {
  recipients: { wholeTeam: true, advisorIds: [], clientIds: [] },
  clusters: [
    { cluster: "identity", purposes: ["overview"], historyFrom: null, leavesOut: [] },
    { cluster: "balances", purposes: ["overview"], historyFrom: null, leavesOut: [] },
    { cluster: "transactions", purposes: ["overview"], historyFrom: "2026-08-01", leavesOut: [] },
    { cluster: "positions", purposes: ["overview"], historyFrom: null, leavesOut: [] },
  ],
  access: { kind: "ongoing", perDay: 4 },
  ...{ duration: "P12M", retentionDays: 30, lawfulBasis: "contract" },
};

/** A request that waits for its investor's answer, made by the use case itself. */
export async function requestFrom(
  { tenantId, personId }: Pick<TestPerson, "tenantId" | "personId">,
  more: Partial<Terms> = {},
): Promise<ConsentId> {
  return withDatabase((db) => {
    const advisor = contextOf(db, "advisor", { tenantId, personId: advisorOf(tenantId) });
    return requestConsent(advisor, { investorId: personId as PersonId, terms: { ...terms, ...more } });
  });
}

/** A consent that was asked for, shown and given by the use cases themselves. */
export async function giveOwnConsent(person: TestPerson, more: Partial<Terms> = {}): Promise<ConsentId> {
  const consentId = await requestFrom(person, more);
  return withDatabase(async (db) => {
    const ctx = contextOf(db, "investor", person);
    const shown = await presentConsent(ctx, { consentId, shownFor: "give", locale: "en", choice: {} });
    await giveConsent(ctx, { consentId, presentationId: shown.presentationId, sha256: shown.sha256 });
    return consentId;
  });
}

/** Ended by its investor, by the use case itself. */
export async function withdrawOwnConsent(person: TestPerson, consentId: ConsentId): Promise<void> {
  await withDatabase((db) =>
    withdrawConsent(contextOf(db, "investor", person), { consentId, reason: "notSaid" }),
  );
}

/** Narrowed by its investor to these kinds of data, by the use cases themselves. */
export async function narrowOwnConsent(
  person: TestPerson,
  consentId: ConsentId,
  kept: readonly Terms["clusters"][number]["cluster"][],
): Promise<void> {
  const clusters = kept.map((cluster) => ({
    ...{ cluster, purposes: ["overview" as const], historyFrom: null, leavesOut: [] },
  }));
  await withDatabase(async (db) => {
    const ctx = contextOf(db, "investor", person);
    const choice = { clusters };
    const shown = await presentConsent(ctx, { consentId, shownFor: "amend", locale: "en", choice });
    await amendConsent(ctx, { consentId, presentationId: shown.presentationId, sha256: shown.sha256 });
  });
}

/** The advisor in whose name the firm asks: one of its own people, or somebody who no longer works there. */
function advisorOf(tenantId: string): string {
  const firm = cast.find((one) => tenantIdOf(one) === tenantId);
  const advisor = firm?.people.find(({ role }) => role === "advisor");
  return firm && advisor ? personIdOf(firm, advisor) : newId("per");
}

/** A showing of a consent's text that nobody has agreed to. */
export const showOwnConsent = (
  person: Pick<TestPerson, "tenantId" | "personId">,
  input: PresentConsent,
): Promise<PresentationView> =>
  withDatabase((db) => presentConsent(contextOf(db, "investor", person), input));

async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const ca = readFileSync(stack.authorityFile, "utf8");
  const db = openDatabase({ url: new Secret(stack.superuserUrl), ca }, { size: 1, name: "licet-test" });
  try {
    return await work(db);
  } finally {
    await closeDatabase(db);
  }
}

function contextOf(
  db: Database,
  type: "advisor" | "investor",
  who: { readonly tenantId: string; readonly personId: string },
): Context<PersonActor> {
  const { tenantId, personId } = who as { tenantId: TenantId; personId: PersonId };
  const proof = { sessionId: newId("ses"), authenticatedAt: systemClock.now() };
  const actor: PersonActor = { type, tenantId, personId, ...proof };
  return { actor, db, clock: systemClock, requestId: "test-0123456789abcdef" };
}
