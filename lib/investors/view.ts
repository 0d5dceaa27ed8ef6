import type { ConnectionNeed, ConnectionState, EndedReason, SyncOutcome } from "#lib/connections/view.ts";
import type { TableShape } from "#lib/kernel/table-asked.ts";
import type { ErasureView } from "#lib/privacy/view.ts";

export const investorColumns = [
  "investor",
  "email",
  "id",
  "consents",
  "connections",
  "needs",
  "rights",
  "erasure",
  "state",
] as const;
export type InvestorColumn = (typeof investorColumns)[number];

export const investorFilters = ["q", "about"] as const;
export type InvestorFilter = (typeof investorFilters)[number];

export const investorListShape: TableShape<InvestorColumn, InvestorFilter> = {
  columns: investorColumns,
  usual: ["investor", "email", "consents", "connections", "needs", "rights", "erasure"],
  filters: investorFilters,
};

/** What the list can be narrowed to. */
export const investorMatters = ["consented", "notConsented", "needs", "rights", "erasure"] as const;
export type InvestorMatter = (typeof investorMatters)[number];

/** An investor as the firm's compliance finds them. There is no bank data in it. */
export interface InvestorRowView {
  readonly id: string;
  /** `null` where it has been erased, as the address. */
  readonly name: string | null;
  readonly email: string | null;
  readonly isDisabled: boolean;
  readonly consentsInForce: number;
  readonly connections: number;
  /** Of these, so many where the bank wants the investor. */
  readonly needs: number;
  /** When the first of what they asked for by right is due, `YYYY-MM-DD`; `null` where nothing is open. */
  readonly rightsDueOn: string | null;
  readonly erasure: "inProgress" | "complete" | null;
}

export interface InvestorPageView {
  readonly rows: readonly InvestorRowView[];
  readonly next: string | null;
}

/** One access at one bank as staff see it: that and how it is read, and nothing of what. */
export interface OverseenConnectionView {
  readonly id: string;
  readonly institutionId: string;
  readonly consentId: string;
  readonly credentialId: string;
  readonly state: ConnectionState;
  readonly needs: ConnectionNeed | null;
  readonly needsReason: string | null;
  readonly endedReason: EndedReason | null;
  readonly beganAt: string;
  readonly lastScaAt: string | null;
  readonly lastRun: {
    readonly beganAt: string;
    readonly outcome: SyncOutcome;
    readonly reason: string | null;
  } | null;
  /** Reads without the investor in the last 24 hours. */
  readonly readsUsed: number;
}

export interface InvestorView extends Omit<InvestorRowView, "connections" | "needs" | "erasure"> {
  readonly connections: readonly OverseenConnectionView[];
  /** Bank accesses that are kept. */
  readonly credentials: number;
  readonly invitedAt: string | null;
  readonly firstSignInAt: string | null;
  /** How often somebody was shown their data in the last seven days. */
  readonly shownInWeek: number;
  readonly erasure: ErasureView | null;
}
