import type { ContactField } from "./firm-contacts.ts";

/** Where somebody is reached; what they have not said is `null`. */
export interface FirmContactsView {
  readonly contacts: Readonly<Record<ContactField, string | null>>;
  /** What a change is based on. */
  readonly revision: number;
}

export interface SubProcessorView {
  readonly name: string;
  readonly what: string;
  /** Codes such as `eu-nl`. */
  readonly regions: readonly string[];
}

/** The provider in the reader's language. */
export interface ProviderView {
  readonly name: string;
  readonly isDemonstration: boolean;
  readonly registration: {
    readonly number: string;
    readonly register: string;
    readonly page: string | null;
    readonly supervisor: string;
  };
  readonly address: string;
  readonly mail: string;
  readonly phone: string | null;
  readonly dpo: { readonly name: string | null; readonly mail: string };
  readonly complaints: { readonly mail: string; readonly page: string | null };
  readonly subProcessors: readonly SubProcessorView[];
}
