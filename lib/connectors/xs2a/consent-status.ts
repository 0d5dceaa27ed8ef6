import { z } from "zod";

import { day, optional, parseAnswer } from "#lib/aspsp/answer-fields.ts";
import type { Talk } from "./talk.ts";

export const consentStatuses = [
  "received",
  "rejected",
  "valid",
  "partiallyAuthorised",
  "revokedByPsu",
  "expired",
  "terminatedByTpp",
] as const;
export type ConsentStatus = (typeof consentStatuses)[number];

const Consent = z.object({ consentStatus: z.enum(consentStatuses), validUntil: optional(day) });
export type ConsentStanding = z.output<typeof Consent>;

/** How the consent stands at the bank, and until when it holds there: banks shorten what was asked for. */
export async function readConsent(
  talk: Talk,
  href: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ConsentStanding> {
  const answer = await talk.ask({ call: "consent", method: "GET", url: href, headers });
  return parseAnswer(Consent, answer.json(), "consent");
}
