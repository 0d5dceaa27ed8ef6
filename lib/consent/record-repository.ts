import { asc, inArray } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import { toConsent } from "./repository.ts";
import { consentEvents, consents } from "./schema.ts";

/** Those of these that the actor may see. */
export async function listConsentsById(
  tx: Transaction,
  consentIds: readonly ConsentId[],
): Promise<readonly Consent[]> {
  const rows = await tx
    .select()
    .from(consents)
    .where(inArray(consents.consentId, [...consentIds]))
    .orderBy(asc(consents.requestedAt), asc(consents.consentId));
  return rows.map(toConsent);
}

/** Everything that happened to these, each one's in order. */
export function listHistories(tx: Transaction, consentIds: readonly ConsentId[]) {
  const { consentId, revision, act, state, at, actorType, actorId, channel, reason, eventId } = consentEvents;
  return tx
    .select({ consentId, revision, act, state, at, actorType, actorId, channel, reason, eventId })
    .from(consentEvents)
    .where(inArray(consentId, [...consentIds]))
    .orderBy(asc(consentId), asc(revision));
}
