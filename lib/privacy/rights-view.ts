import type { TableShape } from "#lib/kernel/table-asked.ts";

/** What an investor may ask for by right: GDPR Art. 15, 20, 16, 18, 21 and 17. */
export const rightsKinds = [
  "access",
  "portability",
  "rectification",
  "restriction",
  "objection",
  "erasure",
] as const;
export type RightsKind = (typeof rightsKinds)[number];

/** How it reached the firm. Only the product itself notes `selfService`. */
export const rightsChannels = ["selfService", "letter", "mail", "phone", "inPerson"] as const;
export type RightsChannel = (typeof rightsChannels)[number];

/** Why one was refused: Art. 12(2) and (6), 12(5), and where the law or another's rights stand against it. */
export const refusalReasons = [
  "notIdentified",
  "manifestlyUnfounded",
  "excessive",
  "keptByLaw",
  "othersRights",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What was asked for by right, and by when the law wants it answered. Days are `YYYY-MM-DD`. */
export interface RightsRequestView {
  /** Of an erasure that was begun by the investor, the erasure's. */
  readonly id: string;
  readonly investorId: string;
  /** `null` where it has been erased. */
  readonly investorName: string | null;
  readonly kind: RightsKind;
  readonly channel: RightsChannel;
  readonly receivedOn: string;
  readonly dueOn: string;
  /** Days until it is due, today among none of them; below nought it is late. Nothing once it was answered. */
  readonly daysLeft: number | null;
  readonly isExtended: boolean;
  readonly outcome: "granted" | "refused" | null;
  readonly reason: RefusalReason | null;
  readonly closedAt: string | null;
  /** Whether staff may answer it here: an erasure answers itself. */
  readonly isOurs: boolean;
}

export const rightsStandings = ["open", "closed"] as const;
export type RightsStanding = (typeof rightsStandings)[number];

export interface RightsPageView {
  readonly requests: readonly RightsRequestView[];
  readonly next: string | null;
}

export const rightsColumns = [
  "investor",
  "kind",
  "channel",
  "received",
  "due",
  "outcome",
  "request",
] as const;
export type RightsColumn = (typeof rightsColumns)[number];

export const rightsFilters = ["standing", "kind"] as const;
export type RightsFilter = (typeof rightsFilters)[number];

export const rightsListShape: TableShape<RightsColumn, RightsFilter> = {
  columns: rightsColumns,
  usual: ["investor", "kind", "channel", "received", "due", "outcome"],
  filters: rightsFilters,
};
