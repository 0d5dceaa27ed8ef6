import type { DialogKeeper } from "#lib/authorisation/keep-dialogs.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import type { Opener } from "#lib/vault/sealer.ts";
import type { Banks } from "./banks.ts";
import type { ConsentEndings } from "./consent-endings.ts";

/** What linking needs of the process that it runs in. */
export interface LinkParts {
  readonly opener: Opener;
  readonly keys: RecordKeys;
  readonly banks: Banks;
  readonly keeper: Pick<DialogKeeper, "run" | "deliver">;
  readonly endings: ConsentEndings;
  /** Under which the dialogs that live here are known, and where their answers come in. */
  readonly worker: { readonly workerId: string; readonly address: string };
  /** Where a bank's page sends people back to; `null` rules such pages out. */
  readonly returnUri: string | null;
  /** Dialogs that may live here at once; more are told to come back. */
  readonly dialogsAtMost: number;
  /** Identifiers and codes only. */
  readonly warn: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}

/** What leading a dialog needs: no records are read in it. */
export type DialogParts = Omit<LinkParts, "keys">;
