import type { Day } from "../../bank/family/days.ts";
import type { Fixed } from "../books/fixed.ts";

/** How the price of something moves over the years. All of it is invented. */
export interface Course {
  /** When the bank's books begin. */
  readonly base: number;
  readonly growthPerYear: number;
  /** The largest part of the price by which it swings. */
  readonly swing: number;
}

export interface Distribution {
  /** 1 to 12. */
  readonly months: readonly number[];
  readonly perUnit: Fixed;
  readonly withheldPerMille: bigint;
  /** Whether units are bought with it instead of paying it out. */
  readonly isReinvested: boolean;
}

export interface Split {
  readonly on: Day;
  readonly into: bigint;
}

/** What is owed under a bond or a structured product. */
export interface Terms {
  readonly issuedOn: Day;
  readonly maturesOn: Day;
  readonly ratePerMyriad: bigint;
  readonly couponsPerYear: 1 | 2 | 4;
  /** Paid back in shares where these have fallen below what they were worth at the beginning. */
  readonly underlying: Instrument | null;
}

interface Described {
  readonly key: string;
  readonly name: string;
  readonly isin: string;
  /** The exchange's code by ISO 10383. */
  readonly market: string;
  readonly cfi: string;
  readonly currency: string;
  readonly course: Course;
}

/** Held in units, with a price for one. */
export interface Unit extends Described {
  readonly kind: "equity" | "fund";
  /** The smallest part of a unit that is traded. */
  readonly step: Fixed;
  readonly distribution: Distribution | null;
  readonly splits: readonly Split[];
}

/** Held by its nominal, with a price in per cent of it. */
export interface Debt extends Described {
  readonly kind: "bond" | "structured";
  readonly terms: Terms;
}

export type Instrument = Unit | Debt;

export const isDebt = (instrument: Instrument): instrument is Debt =>
  instrument.kind === "bond" || instrument.kind === "structured";
