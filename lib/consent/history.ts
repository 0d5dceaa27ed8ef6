import type { ConsentState } from "./consent.ts";

/** Everything that can happen to a consent. Amending and renewing leave it as given as it was. */
export const consentActs = [
  "requested",
  "reEstablished",
  "presented",
  "given",
  "accountsChosen",
  "amended",
  "renewed",
  "declined",
  "expired",
  "withdrawn",
  "terminated",
  "revokedAtBank",
] as const;
export type ConsentAct = (typeof consentActs)[number];

/** Which way an act came. */
export const consentChannels = ["portal", "advisor", "console", "api", "bank", "system"] as const;
export type ConsentChannel = (typeof consentChannels)[number];

export const declineReasons = ["notNeeded", "tooMuchData", "recipientUnknown", "other", "notSaid"] as const;
export const withdrawalReasons = ["noLongerNeeded", "advisorChanged", "privacy", "other", "notSaid"] as const;
export const terminationReasons = [
  "investorAsked",
  "advisorLeft",
  "contractEnded",
  "misuseSuspected",
  "legalDuty",
] as const;
/** Why a request ended that nobody had agreed to: whoever asked no longer does. */
export const takenBackReasons = ["requestTakenBack"] as const;
export const expiryReasons = ["timePassed", "notAnswered"] as const;
export const bankReasons = ["endedAtBank"] as const;

export const consentReasons = [
  ...new Set([
    ...declineReasons,
    ...withdrawalReasons,
    ...terminationReasons,
    ...takenBackReasons,
    ...expiryReasons,
    ...bankReasons,
  ] as const),
] as const;
export type ConsentReason = (typeof consentReasons)[number];

/** One line of a consent's history, as its investor and compliance read it. */
export interface HistoryEntry {
  readonly revision: number;
  readonly act: ConsentAct;
  readonly state: ConsentState;
  readonly at: Date;
  readonly actorType: "investor" | "advisor" | "compliance" | "client" | "job";
  /** A person or a program; `null` for a job. */
  readonly actorId: string | null;
  readonly channel: ConsentChannel;
  readonly reason: ConsentReason | null;
}

/**
 * By whom and by which way, as it is told: a consent is terminated by compliance and by nobody else, and where a job did
 * it, the job worked off what compliance had decided.
 */
export function initiatorOf({
  act,
  actorType,
  channel,
}: Pick<HistoryEntry, "act" | "actorType" | "channel">): Pick<HistoryEntry, "actorType" | "channel"> {
  if (act === "terminated" && actorType === "job") return { actorType: "compliance", channel: "console" };
  return { actorType, channel };
}
