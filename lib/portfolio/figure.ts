import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { Exact } from "#lib/kernel/decimal.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { Money } from "#lib/kernel/money.ts";
import type { Day, Rate } from "#lib/rates/rate-table.ts";

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
  /** Where a whole kind of data of the account is not there. */
  readonly data?: DataCluster;
  /** The day on which it is needed, where there is one. */
  readonly day?: Day;
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

export type Known<T> = Extract<Figure<T>, { kind: "known" }>;

/** Why a figure is not there, where one thing is needed for it. */
export const unavailable = (
  reason: MissingReason,
  accountId: AccountId | null,
  what: string | null,
): Figure<never> => ({ kind: "unavailable", missing: [{ reason, accountId, what }] });

/** What one account said, as it said it. */
export const knownFrom = <T>(value: T, source: Source, ...told: readonly Mark[]): Known<T> =>
  knownAlike(value, [source], told);

const noRates: readonly Rate[] = [];

/** The same of many figures that were told at once: they share what they share. */
export const knownAlike = <T>(value: T, sources: readonly [Source], told: readonly Mark[]): Known<T> => ({
  kind: "known",
  value,
  asOf: sources[0].asOf,
  sources,
  marks: told,
  rates: noRates,
});

/** A figure with another value and everything else that is known of it. */
export const withValue = <T>({ asOf, sources, marks: told, rates }: Known<unknown>, value: T): Known<T> => ({
  kind: "known",
  value,
  asOf,
  sources,
  marks: told,
  rates,
});

/** The same with more to be known of it. */
export const marked = <T>(figure: Figure<T>, ...more: readonly Mark[]): Figure<T> =>
  figure.kind === "unavailable" || more.every((mark) => figure.marks.includes(mark))
    ? figure
    : { ...figure, marks: marks.filter((mark) => figure.marks.includes(mark) || more.includes(mark)) };

/** So many times as much. */
export function scale(figure: Figure<Money>, factor: Exact): Figure<Money> {
  if (figure.kind === "unavailable") return figure;
  const { amount, currency } = figure.value;
  return withValue(figure, { amount: amount.times(factor), currency });
}
