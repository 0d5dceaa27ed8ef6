import { readFileSync } from "node:fs";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { giveConsent } from "#lib/consent/give-consent.ts";
import { presentConsent } from "#lib/consent/present-consent.ts";
import { requestConsent } from "#lib/consent/request-consent.ts";
import type { Terms } from "#lib/consent/terms.ts";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { newId, type PersonId, type TenantId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { castMember, type TestPerson } from "./people.ts";
import { stack } from "./stack.ts";

/** A year of everything that banks know, for all advisors of the firm. */
const terms: Terms = {
  recipients: { wholeTeam: true, advisorIds: [], clientIds: [] },
  clusters: [
    { cluster: "identity", purposes: ["overview"], historyFrom: null },
    { cluster: "balances", purposes: ["overview"], historyFrom: null },
    { cluster: "transactions", purposes: ["overview"], historyFrom: "2026-08-01" },
    { cluster: "positions", purposes: ["overview"], historyFrom: null },
  ],
  access: { kind: "ongoing", perDay: 4 },
  ...{ duration: "P12M", retentionDays: 30, lawfulBasis: "contract" },
};

/** A consent that was asked for, shown and given by the use cases themselves. */
export async function giveOwnConsent({ tenantId, personId }: TestPerson): Promise<string> {
  const ca = readFileSync(stack.authorityFile, "utf8");
  const db = openDatabase({ url: new Secret(stack.superuserUrl), ca }, { size: 1, name: "licet-test" });
  try {
    const advisor = castMember("Marta");
    const consentId = await requestConsent(
      contextOf(db, "advisor", { tenantId, personId: advisor.personId }),
      {
        investorId: personId as PersonId,
        terms,
      },
    );
    const ctx = contextOf(db, "investor", { tenantId, personId });
    const shown = await presentConsent(ctx, { consentId, shownFor: "give", locale: "en", choice: {} });
    await giveConsent(ctx, { consentId, presentationId: shown.presentationId, sha256: shown.sha256 });
    return consentId;
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
