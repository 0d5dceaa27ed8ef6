import type { OpeningEntry } from "#lib/audit/read-openings.ts";
import type { ListedCredential } from "./firm-list-repository.ts";
import type { CredentialRowView, OpeningView } from "./firm-list-view.ts";
import { type KeyVersionOf, keyVersionName } from "./key-versions.ts";

/** What is known of credentials beside their own rows. */
export interface BesideCredentials {
  readonly keys: ReadonlyMap<string, KeyVersionOf>;
  readonly openings: ReadonlyMap<string, OpeningEntry>;
}

export function toCredentialRow(
  row: Omit<ListedCredential, "place">,
  { keys, openings }: BesideCredentials,
): CredentialRowView {
  const { credentialId, personId, institutionId, state, version } = row;
  const opening = openings.get(credentialId);
  return {
    ...{ id: credentialId, personId, institutionId, state, version },
    createdAt: row.createdAt.toISOString(),
    transportKey: row.transportKid,
    keyVersion: keys.get(keyVersionName(credentialId, version))?.kmsVersion ?? null,
    lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
    lastOpening: opening ? toOpeningView(opening) : null,
    deletedAt: row.destroyingAt?.toISOString() ?? null,
  };
}

export const toOpeningView = ({ eventId, at, version, reason, jobId }: OpeningEntry): OpeningView => ({
  ...{ eventId, version, reason, jobId },
  at: at.toISOString(),
});
