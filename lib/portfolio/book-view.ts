import type { StandingView } from "#lib/consent/view.ts";
import type { MoneyView } from "#lib/kernel/money.ts";
import type { Mark, MissingReason } from "./figure.ts";
import type { RateView } from "./wealth-view.ts";

/** How far back a change is counted: a day, thirty days, and from the end of last year. */
export const bookHorizons = ["day", "month", "year"] as const;
export type BookHorizon = (typeof bookHorizons)[number];

/** What waits for somebody at a client: the order is that of urgency. */
export const bookTodos = ["confirm", "failed", "expiring", "unread"] as const;
export type BookTodo = (typeof bookTodos)[number];

export const bookStates = ["inForce", "asked", "ended"] as const;
export type BookState = (typeof bookStates)[number];

export const bookColumns = ["name", "value", "change", "updated", "consent", "reading", "todos"] as const;
export type BookColumn = (typeof bookColumns)[number];

/** How the list is asked for. It all stands in the page's address. */
export interface BookAsked {
  /** What everything is reckoned in; `null` is the usual currency. */
  readonly base: string | null;
  readonly over: BookHorizon;
  readonly sort: BookColumn;
  readonly isDescending: boolean;
  readonly search: string;
  readonly state: BookState | null;
  readonly todo: BookTodo | null;
  /** From 1. */
  readonly page: number;
}

/** A sum of what is known of a client, or that and why there is none. It is never nothing for not being known. */
export type BookValueView =
  /** Nothing is shared that has a value. */
  | { readonly kind: "nothingShared" }
  /** What may be seen has changed, or was read for the first time: the sum is being made. */
  | { readonly kind: "workingOut" }
  | { readonly kind: "unknown"; readonly missing: readonly MissingCountView[] }
  | {
      readonly kind: "known";
      readonly value: MoneyView;
      /** The oldest of what it is made of. */
      readonly asOf: string;
      readonly marks: readonly Mark[];
      /** What would belong to it and is not in it. */
      readonly missing: readonly MissingCountView[];
    };

export interface MissingCountView {
  readonly reason: MissingReason;
  readonly count: number;
}

export interface ChangeView {
  readonly amount: MoneyView;
  /** Of what it was, 0.0512 is 5.12 %; `null` where that was nothing or less. */
  readonly fraction: string | null;
}

/** What is said of one client beside the sums. */
export interface BookFactsView {
  readonly id: string;
  /** `null` where the person was erased. */
  readonly name: string | null;
  /** The one that says most: in force the longest, or asked for last, or ended last. */
  readonly consent: StandingView;
  readonly banks: number;
  readonly accounts: number;
  /** Accounts that are read and of which nothing is shared with the viewer: no part of the value. */
  readonly hidden: number;
  /** The oldest of what was last read of each; `null` where something was never read. */
  readonly readAt: string | null;
  /** Kinds of data of accounts that the last attempt did not bring. */
  readonly failed: number;
  readonly todos: readonly BookTodo[];
}

export interface BookRowView extends BookFactsView {
  readonly value: BookValueView;
  /** `null` where it is not known: something was not told of that day, or may not be seen. */
  readonly change: ChangeView | null;
}

export interface BookTotalView {
  readonly value: Extract<BookValueView, { kind: "known" | "unknown" }>;
  readonly rates: readonly RateView[];
  /** Of how many clients all is known, part, and nothing; and of how many it is being worked out. */
  readonly whole: number;
  readonly partly: number;
  readonly unknown: number;
  readonly workingOut: number;
  /** Of those of whom both are known. */
  readonly change: (ChangeView & { readonly clients: number }) | null;
}

export interface BookView {
  readonly asked: BookAsked;
  readonly base: string;
  readonly currencies: readonly string[];
  readonly rateSource: string;
  /** All clients, and those that the list was narrowed to. */
  readonly clients: number;
  readonly found: number;
  readonly rows: readonly BookRowView[];
  readonly page: number;
  readonly pages: number;
  /** Of all that were found, on whichever page. */
  readonly total: BookTotalView;
}
