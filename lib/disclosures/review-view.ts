import type { TableShape } from "#lib/kernel/table-asked.ts";
import type { DisclosureWay } from "./disclosure.ts";
import type { ViewerOfDataView } from "./view.ts";

/** One time that somebody was shown an investor's data, as far as the firm's compliance is told. */
export interface ReviewedView {
  readonly id: string;
  readonly viewer: ViewerOfDataView;
  readonly what: DisclosureWay;
  readonly consentIds: readonly string[];
  readonly eventId: string;
  readonly at: string;
}

export interface ReviewPageView {
  readonly rows: readonly ReviewedView[];
  readonly next: string | null;
}

export const reviewColumns = ["who", "at", "what", "consents", "entry"] as const;
export type ReviewColumn = (typeof reviewColumns)[number];

export const reviewFilters = ["when", "who"] as const;
export type ReviewFilter = (typeof reviewFilters)[number];

export const reviewListShape: TableShape<ReviewColumn, ReviewFilter> = {
  columns: reviewColumns,
  usual: reviewColumns,
  filters: reviewFilters,
};
