import type { TotalView, WealthView } from "./wealth-view.ts";

/** A client who can be put into a household: one of their consents is in force and names the advisor. */
export interface HouseholdChoiceView {
  readonly id: string;
  readonly name: string | null;
}

export interface HouseholdLineView {
  readonly id: string;
  readonly name: string;
  readonly members: number;
  /** Of how many of them something is shared with the advisor now. */
  readonly shared: number;
}

export interface HouseholdsView {
  readonly households: readonly HouseholdLineView[];
  readonly choices: readonly HouseholdChoiceView[];
}

export type HouseholdMemberView =
  | {
      readonly kind: "shared";
      readonly id: string;
      readonly name: string | null;
      readonly value: TotalView;
      readonly hiddenAccounts: number;
      readonly accountIds: readonly string[];
    }
  /** Their consent names the advisor, and no account is under it: nothing of theirs is in any figure. */
  | { readonly kind: "notShared"; readonly id: string; readonly name: string | null };

export interface HouseholdDetailView {
  readonly id: string;
  readonly name: string;
  /** Those who share with the advisor now. */
  readonly members: readonly HouseholdMemberView[];
  /** Members beside them, of whom nobody tells the advisor who they are. */
  readonly hiddenMembers: number;
  /** Whether the advisor may rename and dissolve it. */
  readonly isWhole: boolean;
  /** Of all members of whom something is shared, each account once. */
  readonly wealth: WealthView;
  /** Accounts that two members have by the same number: they count once. */
  readonly countedOnce: number;
  readonly choices: readonly HouseholdChoiceView[];
  readonly currencies: readonly string[];
}
