import { z } from "zod";
import { optional, optionalText, parseAnswer } from "#lib/aspsp/answer-fields.ts";
import type { BankAnswer } from "#lib/aspsp/bank-access.ts";
import type { ScaMethod } from "#lib/aspsp/dialog.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";
import { type ChallengeData, challengeSchema } from "./challenge-data.ts";
import { linksSchema, resolveLinks } from "./links.ts";
import { chosenMethodSchema, methodsSchema } from "./methods.ts";

export const scaStatuses = [
  "received",
  "psuIdentified",
  "psuAuthenticated",
  "scaMethodSelected",
  "started",
  "unconfirmed",
  "finalised",
  "failed",
  "exempted",
] as const;
export type ScaStatus = (typeof scaStatuses)[number];

/** What the bank says of an authorisation, or of a consent that has none yet. */
export interface Standing {
  readonly status: ScaStatus | null;
  readonly methods: readonly ScaMethod[];
  readonly chosen: ScaMethod | null;
  readonly challenge: ChallengeData | null;
  readonly message: string | null;
  readonly links: Readonly<Record<string, string>>;
}

const shared = {
  scaMethods: methodsSchema,
  chosenScaMethod: chosenMethodSchema,
  challengeData: challengeSchema,
  psuMessage: optionalText,
  _links: linksSchema,
};
const Authorisation = z.object({ scaStatus: z.enum(scaStatuses), ...shared });
const Consent = z.object({
  scaStatus: optional(z.enum(scaStatuses)),
  consentId: z.string().min(1).max(512),
  consentStatus: z.string(),
  ...shared,
});

export function readAuthorisation(answer: BankAnswer, call: string): Standing {
  const parsed = parseAnswer(Authorisation, answer.json(), call);
  return standing(parsed, answer);
}

export interface NewConsent extends Standing {
  readonly consentId: string;
}

export function readNewConsent(answer: BankAnswer, call: string): NewConsent {
  const parsed = parseAnswer(Consent, answer.json(), call);
  return { ...standing(parsed, answer), consentId: parsed.consentId };
}

type Parsed = Omit<z.output<typeof Authorisation>, "scaStatus"> & { readonly scaStatus: ScaStatus | null };

function standing(parsed: Parsed, answer: BankAnswer): Standing {
  const links = resolveLinks(parsed._links, answer.url);
  return {
    status: parsed.scaStatus,
    methods: parsed.scaMethods,
    chosen: parsed.chosenScaMethod,
    challenge: parsed.challengeData,
    message: parsed.psuMessage === null ? null : toShownText(parsed.psuMessage, 500),
    links,
  };
}
