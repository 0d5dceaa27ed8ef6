import type { Secret } from "#lib/kernel/secret.ts";
import type { PersonPresent } from "./link-request.ts";
import type {
  AspspAccount,
  AspspBalance,
  AspspHolder,
  AspspInvestmentTransaction,
  AspspPortfolio,
  AspspPosition,
  AspspTransaction,
  Day,
} from "./records.ts";

/**
 * Wraps the writing of one request that reads data. It is entered when the connection stands, so that what it holds
 * is held for as long as bytes take to leave and not for as long as a bank takes to answer. Where it refuses, no
 * byte has left. `signal` ends the writing at once.
 */
export type WhileWriting = (write: (signal: AbortSignal | null) => Promise<void>) => Promise<void>;

/** Keeps tokens that the bank has just put in the place of others. The old ones are worth nothing any more. */
export type KeepTokens = (tokens: Secret<string>) => Promise<void>;

/** The circumstances of one run of reads. */
export interface Reading {
  /** `null`: nobody is there, and the reads count against what the bank allows in a day. */
  readonly person: PersonPresent | null;
  readonly whileWriting: WhileWriting;
  readonly keepTokens: KeepTokens;
  readonly signal: AbortSignal;
}

export interface TransactionQuery {
  readonly from: Day;
  /** Until today where it is left out. */
  readonly to?: Day;
  readonly withPending: boolean;
  /** Only what the bank booked after this entry, where it offers that. */
  readonly after?: string;
  /** What an earlier reading ended with. */
  readonly unlessUnchangedSince?: string;
}

/** How a list ended. A list that did not end is not known, whatever of it came. */
export interface ListEnd {
  /** The bank said that nothing has changed; it sent no entry. */
  readonly isUnchanged: boolean;
  /** For the next reading, where the bank marks its answers. */
  readonly mark: string | null;
}

/**
 * Reads under one grant. Records come one by one, so that paging and back-pressure are the reader's; an error in
 * the middle means that the whole list is not known. Nothing here writes.
 */
export interface AspspSession {
  accounts(): AsyncGenerator<AspspAccount, void>;
  holders(account: AspspAccount): AsyncGenerator<AspspHolder, void>;
  balances(account: AspspAccount): AsyncGenerator<AspspBalance, void>;
  transactions(account: AspspAccount, query: TransactionQuery): AsyncGenerator<AspspTransaction, ListEnd>;
  /** What is held at present, or at the end of the last day that the bank has closed. Money is a balance. */
  positions(account: AspspAccount): AsyncGenerator<AspspPosition, void>;
  investmentTransactions(
    account: AspspAccount,
    query: TransactionQuery,
  ): AsyncGenerator<AspspInvestmentTransaction, ListEnd>;
  portfolios(): AsyncGenerator<AspspPortfolio, void>;
}
