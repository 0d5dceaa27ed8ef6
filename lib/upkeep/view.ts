import type { ScaWay } from "#lib/authorisation/sca-view.ts";
import type { HealthView, InstitutionState, ProductCallsView } from "#lib/institutions/view.ts";
import type { Locale } from "#lib/kernel/locale.ts";

export const upkeepPeriods = ["day", "week", "month"] as const;
export type UpkeepPeriod = (typeof upkeepPeriods)[number];

/** How many connections of the firm's investors stand how. */
export interface ConnectionCountsView {
  readonly linking: number;
  readonly choosing: number;
  readonly active: number;
  readonly ended: number;
  /** Of those that have not ended: the bank wants its customer, or a new password. */
  readonly needsConfirm: number;
  readonly needsCredential: number;
}

/**
 * What was used in the last 24 hours of the reads without the person that the law allows (RTS (EU) 2018/389 Art.
 * 36(5)(b)): four of each resource.
 */
export interface ReadBudgetView {
  /** Runs that were begun, of all connections. */
  readonly used: number;
  /** How many connections have used none, one, two, three, and four or more. */
  readonly connections: readonly number[];
}

/** How confirming went in one way. */
export interface ScaFigureView {
  /** `null` where it ended before any way was chosen: the bank asked for nothing, or refused at once. */
  readonly way: ScaWay | null;
  readonly attempts: number;
  readonly letIn: number;
  /** Stopped by the person, or broken off on our side: neither says anything of the way. */
  readonly brokenOff: number;
  /** From the bank's first question until it let in: half took longer, and one in twenty. `null` where none did. */
  readonly medianSeconds: number | null;
  readonly slowSeconds: number | null;
}

export interface FailureCountView {
  /** Letting in, or reading. */
  readonly of: "dialog" | "reading";
  readonly reason: string;
  readonly count: number;
}

/** A banner in all languages, as staff set it. */
export interface SetBannerView extends Readonly<Record<Locale, string>> {
  readonly until: string;
  readonly setBy: string;
  readonly setAt: string;
  readonly isOver: boolean;
}

/** One bank as the firm's staff oversee it. There is nobody in it. */
export interface InstitutionBoardView {
  readonly id: string;
  /** `null` where the operator offers it no more, and connections still name it. */
  readonly name: string | null;
  readonly state: InstitutionState | null;
  readonly health: HealthView | null;
  readonly products: readonly ProductCallsView[];
  readonly connections: ConnectionCountsView;
  readonly budget: ReadBudgetView;
  readonly sca: readonly ScaFigureView[];
  readonly failures: readonly FailureCountView[];
  /** Until when the firm's own word of it is shown; `null` where there is none. */
  readonly bannerUntil: string | null;
}

export interface InstitutionDetailView extends InstitutionBoardView {
  readonly stateText: string | null;
  readonly protocol: string | null;
  readonly banner: SetBannerView | null;
}
