import type { Secret } from "#lib/kernel/secret.ts";

/** The person who is there now. Their address is told to the bank, and only while they are there. */
export interface PersonPresent {
  readonly ipAddress: string;
  readonly userAgent: string | null;
  /** BCP 47, for banks that write to the person in their language. */
  readonly language: string | null;
}

/** What the person typed, by the id of the field. */
export type Credentials = Readonly<Record<string, Secret<string>>>;

/** Access that the bank is asked for. */
export interface LinkRequest {
  readonly credentials: Credentials;
  readonly person: PersonPresent;
  /** Whether the bank is asked for the holders' names too. */
  readonly withHolders: boolean;
  /** The last day, `YYYY-MM-DD`. */
  readonly validUntil: string;
  /** Once, now, or again and again until then. */
  readonly isRecurring: boolean;
  readonly readsPerDay: number;
  /** Where the bank sends the browser back to; `null` rules the bank's own page out. */
  readonly returnTo: ReturnAddress | null;
}

export interface ReturnAddress {
  readonly uri: string;
  /** Names the dialog and cannot be guessed. What comes back without it is not ours. */
  readonly state: string;
}
