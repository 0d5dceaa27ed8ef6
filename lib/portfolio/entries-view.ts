import type { EntryKind } from "#lib/valuation/entry-kind.ts";
import type { EntryView, MissingView, WealthAccountView } from "./wealth-view.ts";

/** An account that entries may be of, as it is called. */
export type EntryAccountView = Pick<
  WealthAccountView,
  "id" | "institutionId" | "kind" | "currency" | "name" | "product" | "maskedNumber"
>;

/** How the list of transactions is narrowed. */
export interface EntryNarrowing {
  readonly accountId: string | null;
  readonly kind: EntryKind | null;
  /** Days, both included. */
  readonly from: string | null;
  readonly to: string | null;
  /** Words that must all stand in what is shown of an entry. */
  readonly search: string | null;
}

/** Transactions of one or of all accounts, the newest first, a page at a time. */
export interface EntriesView {
  readonly narrowed: EntryNarrowing;
  readonly entries: readonly EntryView[];
  readonly accounts: readonly EntryAccountView[];
  /** What can be chosen. */
  readonly kinds: readonly EntryKind[];
  /** The page behind this one holds what is older than this day; `null` where there is none. */
  readonly next: string | null;
  /** The first day that was looked at for this page; `null` where there was nothing to look at. */
  readonly lookedFrom: string | null;
  /** Whose transactions are not among them, and why. */
  readonly missing: readonly MissingView[];
  /** Accounts that their bank does not name any more: none of their transactions is among them. */
  readonly gone: number;
}
