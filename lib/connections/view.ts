import type { AspspFailure } from "#lib/aspsp/failure.ts";
import type { AccountKind } from "#lib/aspsp/records.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountState, ConnectionNeed, ConnectionState, EndedReason, NeedReason } from "./connection.ts";

export type { ConnectionNeed, ConnectionState, EndedReason, NeedReason };

/** One access at a bank as its investor sees it. There is no bank data in it. */
export interface ConnectionView {
  readonly id: string;
  readonly institutionId: string;
  readonly credentialId: string;
  readonly consentId: string;
  readonly state: ConnectionState;
  readonly needs: ConnectionNeed | null;
  readonly needsReason: NeedReason | null;
  readonly needsSince: string | null;
  /** The attempt that goes on now; `null` where none does. */
  readonly authorisationId: string | null;
  readonly accounts: { readonly offered: number; readonly chosen: number };
  readonly beganAt: string;
  readonly linkedAt: string | null;
  readonly endedAt: string | null;
  readonly endedReason: EndedReason | null;
  /** The oldest of what was read last of each chosen account; `null` where something was never read whole. */
  readonly lastReadAt: string | null;
  readonly nextRefreshAt: string | null;
  /** When the bank or the law asks the person to confirm again, whichever is earlier. */
  readonly confirmBefore: string | null;
}

/** An account as the bank names it, for the investor alone. */
export interface OfferedAccountView {
  readonly id: string;
  readonly kind: AccountKind;
  /** `null` where it holds several. */
  readonly currency: string | null;
  readonly name: string | null;
  readonly product: string | null;
  /** All but its last four characters hidden. */
  readonly maskedNumber: string | null;
  readonly state: AccountState;
  /** Named by the bank since the accounts were chosen. */
  readonly isNew: boolean;
}

export const productStates = ["pending", "ok", "empty", "failed"] as const;
export type ProductState = (typeof productStates)[number];

/** How one kind of data of one account stands. A failure leaves what was read before, and its date. */
export interface ProductStateView {
  readonly accountId: string;
  readonly cluster: DataCluster;
  readonly state: ProductState;
  readonly reason: AspspFailure | null;
  readonly asOf: string | null;
  readonly attemptedAt: string | null;
  readonly records: number | null;
}

export const syncKinds = ["initial", "scheduled", "forced"] as const;
export type SyncKind = (typeof syncKinds)[number];
export const syncOutcomes = ["running", "done", "partial", "failed", "stopped"] as const;
export type SyncOutcome = (typeof syncOutcomes)[number];

export interface SyncView {
  readonly id: string;
  readonly kind: SyncKind;
  readonly beganAt: string;
  readonly endedAt: string | null;
  readonly outcome: SyncOutcome;
  readonly reason: AspspFailure | null;
}

export interface ConnectionDetailView extends ConnectionView {
  readonly offeredAccounts: readonly OfferedAccountView[];
  readonly products: readonly ProductStateView[];
  readonly lastSync: SyncView | null;
  /** What the bank allows while nobody is there; `null` where it sets no number. */
  readonly budget: { readonly perDay: number; readonly usedToday: number } | null;
}

/** One bank under a consent. The consent, the connection and the access each end by themselves. */
export interface ConsentBankView {
  readonly institutionId: string;
  /** The newest first; none where an earlier consent brought the accounts. */
  readonly connections: readonly ConnectionView[];
  /** Those of its accounts that the consent covers. */
  readonly accounts: readonly OfferedAccountView[];
  /** When the bank was last asked for data under the consent; `null` while it never was. */
  readonly lastUsedAt: string | null;
}

export interface ConsentBanksView {
  readonly banks: readonly ConsentBankView[];
  /** False while what the banks call the accounts cannot be opened. */
  readonly areNamed: boolean;
}
