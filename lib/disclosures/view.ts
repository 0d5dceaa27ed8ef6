import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { DisclosureWay, ViewerType } from "./disclosure.ts";

export interface ViewerOfDataView {
  readonly id: string;
  readonly type: ViewerType;
  /** `null` for a program, and for an advisor who is not with the firm any more. */
  readonly name: string | null;
}

/** One line of what the investor reads about who saw their data. There is no bank data in it. */
export interface DisclosureView {
  readonly id: string;
  readonly viewer: ViewerOfDataView;
  readonly what: DisclosureWay;
  readonly clusters: readonly DataCluster[];
  readonly accounts: number;
  readonly consentIds: readonly string[];
  /** How often in a row, and from when to when. */
  readonly times: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

export const disclosurePeriods = ["all", "week", "month", "year"] as const;
export type DisclosurePeriod = (typeof disclosurePeriods)[number];

export interface DisclosurePageView {
  readonly lines: readonly DisclosureView[];
  /** Names the place where the next page begins; `null` where nothing older is left. */
  readonly next: string | null;
  /** Everybody who was shown anything in the last two years, to choose from. */
  readonly viewers: readonly ViewerOfDataView[];
  /** Whether there is anything at all, however the list was narrowed. */
  readonly isEver: boolean;
}
