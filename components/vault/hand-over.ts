import type { ActionState } from "#lib/kernel/action-state.ts";
import type { SealingOffer } from "#lib/vault/view.ts";

/** A key to seal with, for one bank. */
export type OfferSealing = (input: { institutionId: string }) => Promise<ActionState<SealingOffer>>;

export interface Sealed {
  readonly sealingId: string;
  readonly sealed: string;
}

/** An access that is kept, and where the person goes on. */
export interface Stored {
  readonly credentialId: string;
  readonly next: string;
}

/** All that ever leaves the browser of what was typed. */
export type StoreSealed = (input: Sealed) => Promise<ActionState<Stored>>;

/** Failures after which the very same sealed form may be sent again. */
const passing: ReadonlySet<string> = new Set(["vault.unavailable", "system.unavailable", "internal"]);

export const mayPass = (state: ActionState<unknown>): boolean =>
  state.status === "failed" && passing.has(state.code);
