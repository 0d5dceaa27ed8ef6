import type { ObligationKind, ObligationReason, ObligationState, Standing } from "./erasure.ts";

export type { ObligationKind, ObligationReason, ObligationState, Standing };

export interface ObligationView {
  readonly kind: ObligationKind;
  readonly state: ObligationState;
  readonly reason: ObligationReason;
  /** What an open one waits for at the longest; when a waiting or kept one is over. */
  readonly until: string | null;
  readonly settledAt: string | null;
}

/** How far an erasure is. Nothing in it says whose it is. */
export interface ErasureStandingView {
  readonly reference: string;
  readonly begunAt: string;
  readonly completedAt: string | null;
  readonly standing: Standing;
  readonly obligations: readonly ObligationView[];
}

/** The same for the firm's compliance, with what each line is about. */
export interface ErasureView extends ErasureStandingView {
  readonly investorId: string;
  readonly evidenceUntil: string;
  readonly obligations: readonly (ObligationView & { readonly about: string })[];
}
