import type { AccountHistory } from "#lib/portfolio/history.ts";
import { performanceOf } from "#lib/portfolio/performance.ts";
import type { Period } from "#lib/portfolio/periods.ts";
import { toWealthDays } from "#lib/portfolio/wealth-days.ts";
import type { FigureView, PerformanceView, RateOfReturnView } from "#lib/portfolio/wealth-view.ts";
import { constantRates } from "./histories.ts";

/** From the evening of the first of January 2026 on. */
export const january: Period = { from: "2026-01-02", to: "2026-01-05" };

const rates = constantRates({ CHF: "1.05", USD: "0.9" });

export const performance = (
  histories: readonly AccountHistory[],
  period = january,
  base = "EUR",
  table = rates,
): PerformanceView => performanceOf(toWealthDays(histories, table, base), period);

export const amountOf = (figure: FigureView): number | string =>
  figure.kind === "known" ? Number(figure.value.amount) : figure.missing.map(({ reason }) => reason).join();

export const returnOf = (found: RateOfReturnView): number | string =>
  found.kind === "known" ? Number(found.value) : found.kind;

/** What there was, came in, went out, was gained and is there now, in one line. */
export const moneyOf = ({ begin, end, paidIn, takenOut, gain }: PerformanceView) =>
  [begin, paidIn, takenOut, gain, end].map(amountOf);
