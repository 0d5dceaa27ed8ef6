import type { ConsentView } from "#lib/consent/view.ts";

/** Of a client's consents the one that says how things stand: in force the longest, else asked for, else ended last. */
export function chiefConsent(consents: readonly ConsentView[]): ConsentView | null {
  const [chief] = consents.toSorted((one, other) => rankOf(one) - rankOf(other) || later(one, other));
  return chief ?? null;
}

const rankOf = ({ isInForce, isAnswerable }: ConsentView): number => (isInForce ? 0 : isAnswerable ? 1 : 2);

const later = (one: ConsentView, other: ConsentView): number => timeOf(other).localeCompare(timeOf(one));

const timeOf = ({ isInForce, isAnswerable, validUntil, requestedAt, endedAt }: ConsentView): string => {
  if (isInForce) return validUntil ?? "";
  return isAnswerable ? requestedAt : (endedAt ?? validUntil ?? requestedAt);
};
