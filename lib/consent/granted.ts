import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ClientId, ConsentId, PersonId } from "#lib/kernel/id.ts";
import { type Asker, checkAccess } from "./access.ts";
import type { Consent, GivenConsent } from "./consent.ts";
import { type RecipientId, recipientsOf } from "./grants.ts";

/** One kind of data of one account that somebody may see now. */
export interface Granted {
  readonly accountId: AccountId;
  readonly cluster: DataCluster;
  /** The first day that may be seen; `null` is all of it. */
  readonly historyFrom: string | null;
  /** Every consent that it may be seen under. */
  readonly consentIds: readonly ConsentId[];
}

/** All that an asker may see of an investor now, by the same check that every single view asks. */
export function grantedTo(
  asker: Asker,
  investorId: PersonId,
  consents: readonly Consent[],
  now: Date,
): readonly Granted[] {
  const found = new Map<string, Granted>();
  for (const consent of consents) {
    for (const { cluster, historyFrom } of consent.terms.clusters) {
      for (const accountId of consent.accountIds ?? []) {
        const need = { investorId, accountId, cluster, from: historyFrom };
        if (!checkAccess(asker, need, [consent], now).allowed) continue;
        const place = `${accountId} ${cluster}`;
        const before = found.get(place);
        found.set(place, {
          ...{ accountId, cluster },
          historyFrom: before ? earlier(before.historyFrom, historyFrom) : historyFrom,
          consentIds: [...(before?.consentIds ?? []), consent.consentId],
        });
      }
    }
  }
  return [...found.values()];
}

const earlier = (one: string | null, other: string | null): string | null => {
  if (one === null || other === null) return null;
  return one < other ? one : other;
};

/**
 * The same for each recipient by what names them alone: a whole firm by what is for all of its advisors, and an advisor
 * by what names them in person.
 */
export function grantedToEach(
  investorId: PersonId,
  consents: readonly Consent[],
  now: Date,
): ReadonlyMap<RecipientId, readonly Granted[]> {
  const given = consents.filter((consent): consent is GivenConsent => consent.state === "given");
  const recipientIds = [...new Set(given.flatMap(recipientsOf))].sort();
  return new Map(
    recipientIds.map((recipientId) => {
      const naming = given.filter((consent) => recipientsOf(consent).includes(recipientId));
      return [recipientId, grantedTo(asAsker(recipientId), investorId, naming, now)];
    }),
  );
}

/** Whether an advisor is still with the firm is asked when they look. */
function asAsker(recipientId: RecipientId): Asker {
  if (recipientId.startsWith("cli_")) return { kind: "client", clientId: recipientId as ClientId };
  return { kind: "advisor", personId: recipientId as PersonId, standing: "member" };
}
