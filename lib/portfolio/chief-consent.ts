import type { ConsentView } from "#lib/consent/view.ts";

type Facts = Pick<ConsentView, "isInForce" | "isAnswerable" | "validUntil" | "requestedAt" | "endedAt">;

/** Of a client's consents the one that says how things stand: in force the longest, else asked for, else ended last. */
export function chiefConsent<Consent extends Facts>(consents: readonly Consent[]): Consent | null {
  const [chief] = consents.toSorted((one, other) => rankOf(one) - rankOf(other) || later(one, other));
  return chief ?? null;
}

const rankOf = ({ isInForce, isAnswerable }: Facts): number => (isInForce ? 0 : isAnswerable ? 1 : 2);

const later = (one: Facts, other: Facts): number => timeOf(other).localeCompare(timeOf(one));

const timeOf = ({ isInForce, isAnswerable, validUntil, requestedAt, endedAt }: Facts): string => {
  if (isInForce) return validUntil ?? "";
  return isAnswerable ? requestedAt : (endedAt ?? validUntil ?? requestedAt);
};
