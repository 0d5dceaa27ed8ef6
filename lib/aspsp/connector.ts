import type { AccessGrant } from "./access-grant.ts";
import type { DialogReply, DialogState, DialogStep } from "./dialog.ts";
import type { LinkRequest } from "./link-request.ts";
import type { AspspSession, KeepTokens, Reading } from "./session.ts";

export const products = [
  "accounts",
  "holders",
  "balances",
  "transactions",
  "positions",
  "investmentTransactions",
  "portfolios",
] as const;
export type Product = (typeof products)[number];

export interface Capabilities {
  /** What is offered. Asking a session for anything else is an error and not an empty list. */
  readonly products: ReadonlySet<Product>;
  /** How often a day each resource may be read while nobody is there; `null` where the bank sets no number. */
  readonly unattendedReadsPerDay: number | null;
  /** Whether a reading can begin after an entry that is known. */
  readonly readsChanges: boolean;
}

/**
 * One bank, in its protocol. A connector speaks to the bank and to nothing else: no database, no vault, no log.
 * It has no verb that changes anything at the bank but the access itself.
 *
 * `begin`, `resume` and `poll` answer with a step also where the bank refuses or is not there. They throw for a
 * place in the dialog that has been left already, and when the signal has ended the call.
 */
export interface Connector {
  readonly institutionId: string;
  readonly capabilities: Capabilities;
  begin(request: LinkRequest, signal: AbortSignal): Promise<DialogStep>;
  resume(dialog: DialogState, reply: DialogReply, signal: AbortSignal): Promise<DialogStep>;
  poll(dialog: DialogState, signal: AbortSignal): Promise<DialogStep>;
  /** Leaves nothing behind at the bank where the bank can be reached, and is done in any case. */
  cancel(dialog: DialogState, signal: AbortSignal): Promise<void>;
  open(grant: AccessGrant, reading: Reading): AspspSession;
  /**
   * Ends the access at the bank. An access that has ended already is ended; this throws as long as it is not. Tokens
   * that have run out are renewed for it only where somebody keeps the new ones, for the next attempt.
   */
  end(grant: AccessGrant, signal: AbortSignal, keepTokens?: KeepTokens): Promise<void>;
  /** Closes what connections are open. */
  close(): Promise<void>;
}
