import type { Connector } from "#lib/aspsp/connector.ts";

export interface Bank {
  readonly connector: Connector;
  /** What this connector was made from, for the vault: a credential goes to no other hosts than those it was given for. */
  readonly binding: string;
}

/** The banks that are spoken to, each by one connector that lives as long as the worker. */
export interface Banks {
  /** `null` for a bank that is not listed any more, or of which the list does not say how it is reached. */
  of(institutionId: string): Bank | null;
  close(): Promise<void>;
}
