import type { Month } from "../../bank/family/days.ts";
import type { Fixed } from "../books/fixed.ts";
import type { CustodyAccount } from "./custody-account.ts";
import type { Unit } from "./instrument.ts";
import type { Series } from "./series.ts";

/** The month in which the family came to the bank. */
export const openedIn: Month = 2018 * 12 + 8;

/** What is done for a relationship, year in, year out. Only its books say what came of it. */
export type Line =
  | {
      /** A round sum is put into something again and again. */
      readonly kind: "save";
      readonly account: CustodyAccount;
      readonly instrument: Unit;
      readonly sum: Fixed;
      readonly everyMonths: number;
      readonly after: number;
    }
  | {
      /** Each new paper of a series is bought, and held until it comes due. */
      readonly kind: "ladder";
      readonly account: CustodyAccount;
      readonly series: Series;
      readonly nominal: Fixed;
    }
  | {
      /** So much of what is held is sold again and again; a thousand in a thousand ends it. */
      readonly kind: "trim";
      readonly account: CustodyAccount;
      readonly instrument: Unit;
      readonly perMille: bigint;
      readonly everyMonths: number;
      readonly after: number;
    };

/** Units that came from another bank at the beginning. */
export interface Delivery {
  readonly account: CustodyAccount;
  readonly instrument: Unit;
  readonly units: Fixed;
}

/** Money from or to an account elsewhere, in the relationship's currency. */
export interface Flow {
  readonly dayOfMonth: number;
  readonly everyMonths: number;
  /** Negative when it goes. */
  readonly amount: Fixed;
  readonly text: string;
}

export interface Relationship {
  readonly key: string;
  readonly number: string;
  /** Keys of the people it belongs to; more than one hold it jointly. */
  readonly owners: readonly string[];
  readonly currency: string;
  /** Cash accounts first. */
  readonly accounts: readonly CustodyAccount[];
  readonly opening: Fixed;
  readonly deliveries: readonly Delivery[];
  readonly flows: readonly Flow[];
  readonly feePerQuarter: Fixed;
  readonly lines: readonly Line[];
}
