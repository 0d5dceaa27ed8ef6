import type { TableShape } from "#lib/kernel/table-asked.ts";
import { type ListedStanding, standingsOf } from "./query-view.ts";
import type { ConsentView, PartyView } from "./view.ts";

/** How a consent may stand, in the list of all of a firm's. */
export const firmStandings = [...standingsOf.open, ...standingsOf.ended] as const satisfies ListedStanding[];

/** Instead of an advisor's identifier: what every advisor of the firm may see by. */
export const wholeTeam = "team";

export const consentColumns = [
  "consent",
  "investor",
  "standing",
  "recipients",
  "banks",
  "asked",
  "given",
  "until",
  "ended",
] as const;
export type ConsentColumn = (typeof consentColumns)[number];

export const consentFilters = ["investor", "advisor", "institution", "standing", "from", "to"] as const;
export type ConsentFilter = (typeof consentFilters)[number];

export const consentListShape: TableShape<ConsentColumn, ConsentFilter> = {
  columns: consentColumns,
  usual: ["consent", "investor", "standing", "recipients", "banks", "asked", "until"],
  filters: consentFilters,
};

/** One line of the list. What it says of people are identifiers; whoever shows it adds the names. */
export interface ConsentRowView
  extends Pick<
    ConsentView,
    | "id"
    | "state"
    | "isInForce"
    | "isAnswerable"
    | "asOf"
    | "requestedAt"
    | "answerBy"
    | "givenAt"
    | "validUntil"
    | "endedAt"
  > {
  readonly investorId: string;
  readonly recipients: {
    readonly wholeTeam: boolean;
    readonly advisors: readonly PartyView[];
    readonly programs: number;
  };
  readonly institutionIds: readonly string[];
}

export interface ConsentListView {
  readonly rows: readonly ConsentRowView[];
  /** What the next page goes on after; `null` on the last. */
  readonly next: string | null;
}
