import { addDays } from "./days.ts";
import { customPeriod, type Period, type PeriodKind, periodKinds, periodOf } from "./periods.ts";

/** What an address asks for. What it says wrongly counts as not said, but for a range that is none. */
export interface PerformanceAsked {
  readonly period: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** What was asked for, with what else can be. */
export interface PeriodView {
  readonly period: PeriodKind | "custom";
  /** Both included. */
  readonly from: string;
  readonly to: string;
  readonly periods: readonly PeriodKind[];
  /** Days were given that are no period. */
  readonly isRefused: boolean;
}

export interface AskedPeriod {
  /** The day whose end it begins with; `null` where that is the first of which anything is known. */
  readonly since: string | null;
  within(first: string | null): Period;
  view(first: string | null): PeriodView;
}

const usualPeriod: PeriodKind = "year";

/** A range of one's own, else the period of a kind. What is known decides where the longest begins. */
export function askedPeriod(asked: PerformanceAsked, today: string): AskedPeriod {
  const kind = periodKinds.find((one) => one === asked.period) ?? usualPeriod;
  const own = asked.from !== null && asked.to !== null ? { from: asked.from, to: asked.to } : null;
  const range = own && customPeriod(own.from, own.to, today);
  const isUnbounded = range === null && kind === "sinceBeginning";
  const bounded = range ?? periodOf(kind, today, today);
  const within = (first: string | null) => (isUnbounded ? periodOf(kind, today, first ?? today) : bounded);
  return {
    since: isUnbounded ? null : addDays(bounded.from, -1),
    within,
    view: (first) => ({
      period: range === null ? kind : "custom",
      ...(own && range === null ? own : within(first)),
      periods: periodKinds,
      isRefused: own !== null && range === null,
    }),
  };
}
