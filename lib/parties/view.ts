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

/** The record of processing activities of GDPR Art. 30. */
export interface ProcessingRegisterView {
  readonly firm: string;
  readonly region: string;
  readonly longestRetentionDays: number;
  readonly contacts: FirmContactsView["contacts"];
  readonly missing: readonly ContactField[];
  readonly provider: ProviderView;
  readonly activities: readonly ("accounts" | "access" | "consents" | "people" | "log")[];
  readonly measures: readonly ("twoLocks" | "rowSecurity" | "roles" | "trail" | "erasure")[];
  /** Sub-processors that work outside the Union. */
  readonly abroad: readonly SubProcessorView[];
  readonly asOf: string;
}

/** What an administrator says of the firm itself. */
export interface FirmSettingsView {
  readonly name: string;
  readonly region: string;
  readonly accent: string | null;
  readonly logo: string | null;
  readonly longestRetentionDays: number;
  readonly revision: number;
}
