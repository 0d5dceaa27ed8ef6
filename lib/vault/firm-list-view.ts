import type { TableShape } from "#lib/kernel/table-asked.ts";
import type { OpeningReason } from "./audit-events.ts";
import type { CredentialState } from "./credential.ts";

export const credentialColumns = [
  "credential",
  "investor",
  "institution",
  "state",
  "added",
  "version",
  "keyVersion",
  "transportKey",
  "lastOpened",
  "why",
  "deleted",
] as const;
export type CredentialColumn = (typeof credentialColumns)[number];

export const credentialFilters = ["investor", "institution", "state", "from", "to"] as const;
export type CredentialFilter = (typeof credentialFilters)[number];

export const credentialListShape: TableShape<CredentialColumn, CredentialFilter> = {
  columns: credentialColumns,
  usual: ["credential", "investor", "institution", "state", "added", "version", "lastOpened", "why"],
  filters: credentialFilters,
};

/** What a credential was opened for, and by which job. */
export interface OpeningView {
  readonly eventId: string;
  readonly at: string;
  readonly version: number;
  /** A word of `openingReasons`, or one of a later version. */
  readonly reason: OpeningReason | (string & {});
  readonly jobId: string;
}

/** One line of the list: metadata, and identifiers for people. There is no way from here to what was sealed. */
export interface CredentialRowView {
  readonly id: string;
  readonly personId: string;
  readonly institutionId: string;
  readonly state: CredentialState;
  readonly createdAt: string;
  readonly version: number;
  /** The version of the transport key that the present content was sealed to; `null` once it is destroyed. */
  readonly transportKey: string | null;
  /** The KMS key version that wraps its data key; `null` once it is destroyed. */
  readonly keyVersion: string | null;
  readonly lastOpenedAt: string | null;
  readonly lastOpening: OpeningView | null;
  /** When nothing could open it any more. */
  readonly deletedAt: string | null;
}

export interface CredentialListView {
  readonly rows: readonly CredentialRowView[];
  readonly next: string | null;
}

/** One version that is or was kept, and by what it is locked. */
export interface CredentialVersionView {
  readonly version: number;
  readonly isPresent: boolean;
  readonly sealedAt: string;
  readonly transportKey: string;
  readonly keyVersion: string | null;
  /** When its data key was moved to that version; `null` while it never was. */
  readonly rewrappedAt: string | null;
}

/** All that there is to know of one credential. */
export interface CredentialFileView {
  readonly credential: CredentialRowView & {
    readonly connectionId: string;
    readonly region: string;
    readonly duplicateOf: string | null;
    readonly destroyedAt: string | null;
    /** The certificate of its deletion, once that is complete. */
    readonly receiptId: string | null;
  };
  readonly versions: readonly CredentialVersionView[];
  /** The newest of them; the log has all. */
  readonly openings: readonly OpeningView[];
}
