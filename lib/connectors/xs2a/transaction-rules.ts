import { createHash } from "node:crypto";

import { AspspError } from "#lib/aspsp/failure.ts";
import { type AspspAccount, type AspspTransaction, type Day, severalCurrencies } from "#lib/aspsp/records.ts";
import type { TransactionQuery } from "#lib/aspsp/session.ts";

/** A bank books ahead over a long weekend, and not further. */
const daysAhead = 14;
/** Ten years of an account with fifty entries a day. */
const mostEntries = 200_000;

/** What has to hold of a whole list. An entry that breaks a rule makes the list unknown; none is left out for it. */
export class TransactionRules {
  readonly #account: AspspAccount;
  readonly #query: TransactionQuery;
  readonly #latest: Day;
  readonly #seen = new Map<string, string>();
  #count = 0;

  constructor(account: AspspAccount, query: TransactionQuery, now: Date) {
    this.#account = account;
    this.#query = query;
    this.#latest = new Date(now.getTime() + daysAhead * 86_400_000).toISOString().slice(0, 10);
  }

  /** Whether the entry is to be told: one that came before on another page, or of other days, is not. */
  admits(entry: AspspTransaction): boolean {
    this.#count += 1;
    if (this.#count > mostEntries) throw new AspspError("answerTooLarge", { call: "transactions" });
    const { currency } = this.#account;
    if (currency !== severalCurrencies && entry.currency !== currency) throw malformed("currency");
    const day = entry.bookingDate ?? entry.valueDate;
    if (entry.status === "booked") {
      if (day === null || day > this.#latest) throw malformed("bookingDate");
      if (day < this.#query.from || (this.#query.to !== undefined && day > this.#query.to)) return false;
    }
    return !this.#isRepeated(entry);
  }

  /** Pages overlap when something is booked while they are read. Two entries under one name do not. */
  #isRepeated(entry: AspspTransaction): boolean {
    if (entry.id === null) return false;
    const digest = createHash("sha256").update(JSON.stringify(entry)).digest("base64");
    const known = this.#seen.get(entry.id);
    if (known !== undefined && known !== digest) throw malformed("transactionId");
    this.#seen.set(entry.id, digest);
    return known !== undefined;
  }
}

const malformed = (at: string): AspspError => new AspspError("malformedAnswer", { call: "transactions", at });
