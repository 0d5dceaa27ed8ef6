import type { ConsentView } from "#lib/consent/view.ts";

type EndedState = Exclude<ConsentView["state"], "requested" | "presented" | "given">;

/** How a consent stands: it waits for an answer, it is in force, or it is over. */
export type Standing =
  | { readonly kind: "asked"; readonly until: string }
  | { readonly kind: "inForce"; readonly until: string; readonly daysLeft: number }
  | { readonly kind: "ended"; readonly how: EndedState; readonly at: string };

/** What of a consent says how it stands. */
export type StandingFacts = Pick<
  ConsentView,
  "state" | "isAnswerable" | "isInForce" | "answerBy" | "validUntil" | "endedAt" | "asOf"
>;

const dayMs = 86_400_000;

/** What has passed its end is over from that moment, whether or not anybody has noted it. */
export function standingOf(consent: StandingFacts): Standing {
  const { state, isAnswerable, isInForce, answerBy, validUntil, endedAt, asOf } = consent;
  if (isAnswerable) return { kind: "asked", until: answerBy };
  if (isInForce && validUntil) {
    const daysLeft = Math.ceil((Date.parse(validUntil) - Date.parse(asOf)) / dayMs);
    return { kind: "inForce", until: validUntil, daysLeft };
  }
  const isOpen = state === "requested" || state === "presented" || state === "given";
  return {
    kind: "ended",
    how: isOpen ? "expired" : state,
    at: endedAt ?? validUntil ?? answerBy,
  };
}

/** From how many days before its end on a consent says that it ends soon, which is when the first reminder goes out. */
const soonDays = 30;

export const endsSoon = (standing: Standing): boolean =>
  standing.kind === "inForce" && standing.daysLeft <= soonDays;
