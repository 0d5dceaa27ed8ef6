import type { AccountId } from "#lib/kernel/id.ts";
import type { Rate } from "#lib/rates/rate-table.ts";

/** Why a figure is not there. It is never shown as nothing. */
export const missingReasons = [
  "notConsented",
  "notRead",
  "failed",
  "noBalance",
  "noValue",
  "noPrice",
  "noCurrency",
  "noRate",
  "noHistory",
  "noFlow",
  "invalid",
] as const;
export type MissingReason = (typeof missingReasons)[number];

/** One thing that would be needed: of which account, and what it is called there. */
export interface Missing {
  readonly reason: MissingReason;
  readonly accountId: AccountId | null;
  /** The instrument or currency; `null` where it is the account's whole figure. */
  readonly what: string | null;
}

/** What a reader should know of a number that is there, in the order in which it is told. */
export const marks = ["failed", "stale", "staleRate", "estimated", "pending", "joint"] as const;
export type Mark = (typeof marks)[number];

/** Where a figure is from: one account at one bank, as the bank said at that time. */
export interface Source {
  readonly accountId: AccountId;
  readonly institutionId: string;
  readonly asOf: Date;
}

/**
 * A figure is known, with its date and where it is from, or it is unavailable, and why. It is never a guess: what is
 * made of several figures is known only where all of them are.
 */
export type Figure<T> =
  | {
      readonly kind: "known";
      readonly value: T;
      /** The oldest of what it is made of. */
      readonly asOf: Date;
      readonly sources: readonly Source[];
      readonly marks: readonly Mark[];
      /** What it was converted by; none where nothing was. */
      readonly rates: readonly Rate[];
    }
  | { readonly kind: "unavailable"; readonly missing: readonly Missing[] };
