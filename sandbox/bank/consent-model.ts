import type { Login } from "./logins.ts";
import type { Method } from "./sca/methods.ts";
import type { Script } from "./script.ts";

export type ConsentStatus =
  | "received"
  | "valid"
  | "rejected"
  | "expired"
  | "revokedByPsu"
  | "terminatedByTpp";

export interface AccountReference {
  readonly iban?: string | undefined;
  readonly bban?: string | undefined;
  readonly maskedPan?: string | undefined;
  readonly currency?: string | undefined;
}

/** What a consent is about: named accounts, all of them, or those that the person picks on the bank's page. */
export type Access =
  | {
      readonly kind: "named";
      readonly accounts: readonly AccountReference[];
      readonly balances: readonly AccountReference[];
      readonly transactions: readonly AccountReference[];
    }
  | { readonly kind: "all" | "list" | "listWithBalances" | "personPicks"; readonly ownerNames: boolean };

export type Approach = "EMBEDDED" | "DECOUPLED" | "REDIRECT";

export interface Consent {
  readonly id: string;
  /** The words of the path it was made under, and that path; links lead back there. */
  readonly script: Script;
  readonly base: string;
  login: Login | null;
  readonly access: Access;
  /** As it was asked for, to be told again. */
  readonly accessAsAsked: object;
  readonly recurring: boolean;
  readonly validUntil: string;
  readonly frequencyPerDay: number;
  approach: Approach;
  viaOAuth: boolean;
  readonly redirectUri: string | null;
  readonly nokRedirectUri: string | null;
  status: ConsentStatus;
  validSince: number | null;
  lastActionOn: string;
  /** Which accounts the person picked, where the consent left it to them. */
  pickedAccounts: readonly string[];
  readonly authorisations: Authorisation[];
  /** Reads without the person, by day and resource. */
  readonly unattendedReads: Map<string, number>;
  /** By account, the reference up to which changes were told. */
  readonly deltaMarks: Map<string, string>;
}

export type ScaStatus =
  | "received"
  | "psuIdentified"
  | "psuAuthenticated"
  | "scaMethodSelected"
  | "started"
  | "unconfirmed"
  | "finalised"
  | "failed"
  | "exempted";

export interface Authorisation {
  readonly id: string;
  status: ScaStatus;
  challenge: Challenge | null;
  attemptsLeft: number;
  confirmationCode: string | null;
}

/** What the caller shows to the person, by the specification's names. */
export interface ChallengeData {
  readonly image?: string;
  readonly imageLink?: string;
  readonly data?: readonly string[];
  readonly otpMaxLength: number;
  readonly otpFormat: "integer" | "characters";
  readonly additionalInformation: string;
}

export interface Challenge {
  readonly method: Method;
  readonly expiresAt: number;
  /** `null` where there is nothing to type. */
  readonly data: ChallengeData | null;
  accepts(answer: string): boolean;
  /** Takes back what still waits on the phone. */
  withdraw(): void;
}
