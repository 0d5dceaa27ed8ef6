import type { FormAction } from "#lib/kernel/action-state.ts";

/** What an investor may do with one access at a bank. Every one takes `connectionId`. */
export interface ConnectionActions {
  /** Asks the bank to let us in again; nothing is typed anew. */
  readonly confirmAgain: FormAction;
  readonly refreshNow: FormAction;
  readonly endConnection: FormAction;
}
