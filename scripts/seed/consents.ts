import { randomUUID } from "node:crypto";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { giveConsent } from "#lib/consent/give-consent.ts";
import { presentConsent } from "#lib/consent/present-consent.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { requestConsent } from "#lib/consent/request-consent.ts";
import type { Terms } from "#lib/consent/terms.ts";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { newId, type PersonId, type TenantId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { personIdOf, refuseAnywhereElse, tenantIdOf } from "../seed.ts";
import { type CastFirm, type CastPerson, cast } from "./cast.ts";

export interface ConsentSeed {
  /** Logs in as `licet_web`: what is seeded is asked for and given as people do it, with its events and receipts. */
  readonly webUrl: string;
  readonly ca: string;
}

/** One investor of each language has given a consent and can link a bank; the others are yet to be asked. */
const consenting = ["ines.arrieta", "tomas@aldaba", "joao.figueiredo", "elise"] as const;

/** What the firm asks for: everything, for its whole team. */
const terms: Terms = {
  recipients: { wholeTeam: true, advisorIds: [], clientIds: [] },
  clusters: dataClusters.map((cluster) => ({
    cluster,
    purposes: ["overview", "advice"],
    historyFrom: null,
    leavesOut: [],
  })),
  access: { kind: "ongoing", perDay: 4 },
  duration: "P6M",
  retentionDays: 30,
  lawfulBasis: "contract",
};

/** Gives what is not there yet. Whoever has ended theirs is not asked again. */
export async function seedConsents({ webUrl, ca }: ConsentSeed): Promise<void> {
  refuseAnywhereElse(webUrl);
  const db = openDatabase({ url: new Secret(webUrl), ca }, { size: 1, name: "licet-seed" });
  try {
    for (const firm of cast) {
      const advisor = firm.people.find(({ role }) => role === "advisor");
      const investors = firm.people.filter(
        (person) => person.role === "investor" && isConsenting(firm, person),
      );
      for (const investor of investors) if (advisor) await give(db, firm, advisor, investor);
    }
  } finally {
    await closeDatabase(db);
  }
}

const isConsenting = ({ key }: CastFirm, { email }: CastPerson): boolean => {
  const [name = ""] = email.split("@");
  return consenting.some((one) => one === name || one === `${name}@${key}`);
};

async function give(db: Database, firm: CastFirm, advisor: CastPerson, investor: CastPerson): Promise<void> {
  const theirs = as(db, firm, investor);
  if ((await listConsents(theirs)).length > 0) return;
  const investorId = theirs.actor.personId;
  const consentId = await requestConsent(as(db, firm, advisor), { investorId, terms });
  const locale = investor.locale ?? "en";
  const shown = await presentConsent(theirs, { consentId, shownFor: "give", locale, choice: {} });
  const { presentationId, sha256 } = shown;
  await giveConsent(theirs, { consentId, presentationId, sha256 });
}

function as(db: Database, firm: CastFirm, { role, email }: CastPerson): Context<PersonActor> {
  const tenantId = tenantIdOf(firm) as TenantId;
  const personId = personIdOf(firm, { role, email }) as PersonId;
  const proof = { sessionId: newId("ses"), authenticatedAt: systemClock.now() };
  return {
    ...{ db, clock: systemClock, requestId: `seed-${randomUUID()}` },
    actor: { type: role, tenantId, personId, ...proof },
  };
}
