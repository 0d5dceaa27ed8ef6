import type { Argument } from "../support/actions.ts";
import type { Caller, Target } from "./cast.ts";
import type { Outcome } from "./pages.ts";

/** One outcome whoever is aimed at, or one for each. */
export type Cell = Outcome | Readonly<Record<"colleague" | "stranger", Outcome>>;

export interface Row {
  /** Arguments in the right form that reach for what is another's, or that carry a proof of nothing. */
  readonly argument: (target: Target) => Argument;
  readonly outcomes: Readonly<Record<Caller, Cell>>;
}

export const everyone = (outcome: Cell): Row["outcomes"] => ({
  anonymous: outcome,
  pending: outcome,
  investor: outcome,
  advisor: outcome,
  compliance: outcome,
  admin: outcome,
});
export const forSignedIn = (outcome: Cell): Row["outcomes"] => ({
  ...everyone(outcome),
  anonymous: "→ /sign-in",
  pending: "→ /sign-in/second-factor",
});
export const forPendingToo = (outcome: Cell): Row["outcomes"] => ({
  ...everyone(outcome),
  anonymous: "→ /sign-in",
});
export const forPendingAlone = (outcome: Cell): Row["outcomes"] => ({
  ...everyone("auth.forbidden"),
  anonymous: "→ /sign-in",
  pending: outcome,
});
export const forInvestorAlone = (outcome: Cell): Row["outcomes"] => ({
  ...forSignedIn("auth.forbidden"),
  investor: outcome,
});
export const forAdvisorAlone = (outcome: Cell): Row["outcomes"] => ({
  ...forSignedIn("auth.forbidden"),
  advisor: outcome,
});
export const forComplianceAlone = (outcome: Cell): Row["outcomes"] => ({
  ...forSignedIn("auth.forbidden"),
  compliance: outcome,
});
export const forConsole = (outcome: Cell): Row["outcomes"] => ({
  ...forComplianceAlone(outcome),
  admin: outcome,
});
export const forAdminAlone = (outcome: Cell): Row["outcomes"] => ({
  ...forSignedIn("auth.forbidden"),
  admin: outcome,
});
