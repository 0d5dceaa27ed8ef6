import type { AskKind } from "./ask.ts";

/** Something that an advisor may ask of a client now, or has asked. */
export interface AskableView {
  readonly what: AskKind;
  /** The consent, or the institution. */
  readonly about: string;
  /** When the consent ends; `null` of a bank. */
  readonly validUntil: string | null;
  /** When it was last asked, and by whom; `null` in the name's place for whom the reader knows no name of. */
  readonly last: { readonly at: string; readonly by: string | null } | null;
  /** From when it may be asked again; `null` where it may be now. */
  readonly notBefore: string | null;
}

export interface ClientAsksView {
  readonly client: { readonly id: string; readonly name: string | null };
  readonly askable: readonly AskableView[];
}

/** What an advisor asked of the acting investor, as long as it is still to be done. */
export interface OwnAskView {
  readonly what: AskKind;
  readonly about: string;
  readonly at: string;
  /** `null` for an advisor who is not with the firm any more. */
  readonly by: string | null;
}
