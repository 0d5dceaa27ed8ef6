import type { ConsentView, PartyView } from "./view.ts";

export const consentTabs = ["open", "ended"] as const;
export type ConsentTab = (typeof consentTabs)[number];

/** How those of each tab may stand. */
export const standingsOf = {
  open: ["asked", "inForce"],
  ended: ["withdrawn", "expired", "declined", "terminated", "revokedAtBank"],
} as const satisfies Record<ConsentTab, readonly string[]>;
export type ListedStanding = (typeof standingsOf)[ConsentTab][number];

/** `end`: what ends soonest, or ended last, comes first. `asked`: what was asked for last comes first. */
export const consentSorts = ["end", "asked"] as const;
export type ConsentSort = (typeof consentSorts)[number];

export const withinDays = [30, 90, 365] as const;

/** What an investor looks for among their consents. All of it stands in the page's address. */
export interface ConsentQuery {
  readonly tab: ConsentTab;
  /** Words in the names of banks and advisors; empty finds all. */
  readonly text: string;
  readonly institutionId: string | null;
  /** Those by which this advisor sees, named or as one of the whole team. */
  readonly advisorId: string | null;
  readonly standing: ListedStanding | null;
  /** What ends within so many days, or ended within so many. */
  readonly within: (typeof withinDays)[number] | null;
  readonly sort: ConsentSort;
  /** Where the page before left off. */
  readonly after: string | null;
}

export interface ConsentPageView {
  readonly consents: readonly ConsentView[];
  /** What the next page goes on after; `null` on the last. */
  readonly next: string | null;
  /** How many there are in each tab, whatever is looked for. */
  readonly counts: Readonly<Record<ConsentTab, number>>;
  /** The advisors whom any of the consents names. */
  readonly advisors: readonly PartyView[];
}
