import type { ScaFigureView } from "#lib/upkeep/view.ts";

export interface ScaRate {
  /** Let in, of those that were not broken off; rounded down. `null` where there were none. */
  readonly percent: number | null;
  readonly counted: number;
}

/** What was broken off by the person or on our side says nothing of a method, and counts neither way. */
export function scaRate(
  figures: readonly Pick<ScaFigureView, "attempts" | "letIn" | "brokenOff">[],
): ScaRate {
  const sum = (of: "attempts" | "letIn" | "brokenOff") =>
    figures.reduce((total, figure) => total + figure[of], 0);
  const counted = sum("attempts") - sum("brokenOff");
  return { percent: counted > 0 ? Math.floor((sum("letIn") / counted) * 100) : null, counted };
}
