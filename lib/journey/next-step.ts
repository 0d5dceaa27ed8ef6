import type { ConnectionView } from "#lib/connections/view.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import type { CredentialView } from "#lib/vault/view.ts";

/** Who asks · what, how long, who sees it · read and agree · the bank · its access · confirm it's you · the accounts. */
export type JourneyStep = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface NextStep {
  /** `done`: a bank is connected under the consent. `over`: it was not given, or it has ended. */
  readonly step: JourneyStep | "done" | "over";
  readonly path: string;
}

/**
 * Where an investor goes on with a consent, from what there is and not from where they say that they are: no step is
 * skipped or done twice by typing an address. Step 3 is reached from step 2 alone, because what is agreed to is shown
 * anew each time. `institutionId` is the bank that the invitation named.
 */
export function nextStep(
  consent: ConsentView,
  connections: readonly ConnectionView[],
  credentials: readonly CredentialView[],
  institutionId: string | null = null,
): NextStep {
  const own = `/consents/${consent.id}`;
  if (consent.isAnswerable) {
    return consent.state === "requested"
      ? { step: 1, path: `${own}/answer` }
      : { step: 2, path: `${own}/answer/choose` };
  }
  if (!consent.isInForce) return { step: "over", path: own };

  const live = connections.filter(({ consentId, state }) => consentId === consent.id && state !== "ended");
  if (live.some(({ state }) => state === "active")) return { step: "done", path: `${own}/done` };
  const choosing = live.find(({ state }) => state === "choosing");
  if (choosing) return { step: 7, path: `/bank-access/${choosing.id}/accounts` };
  const [linking] = live;
  if (linking) return goOnWith(linking);

  const kept = credentials.find(
    ({ id, deletedAt }) => deletedAt === null && connections.every(({ credentialId }) => credentialId !== id),
  );
  if (kept) return { step: 6, path: `/bank-access/connect/${kept.id}` };
  return institutionId
    ? { step: 5, path: `/bank-access/add/${institutionId}` }
    : { step: 4, path: "/bank-access/add" };
}

/** A bank that did not take the password is given another one; every other attempt is taken up where it is. */
function goOnWith({ id, needs, institutionId }: ConnectionView): NextStep {
  return needs === "credential"
    ? { step: 5, path: `/bank-access/add/${institutionId}` }
    : { step: 6, path: `/bank-access/${id}/confirm` };
}

/** While no bank is connected under a consent, the pages that connect one are steps of its journey. */
export const isFirstJourney = (consent: ConsentView, connections: readonly ConnectionView[]): boolean =>
  consent.isInForce &&
  !connections.some(({ consentId, state }) => consentId === consent.id && state === "active");
