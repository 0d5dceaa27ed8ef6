import { randomFrom } from "../family/random.ts";
import type { ApiCall } from "./api.ts";

type Entry = Record<string, unknown>;

/** Spoils the first entries of a list as its words say; in all else it stays as it was. */
export function tampered(call: ApiCall, entries: readonly object[]): readonly object[] {
  const list = entries.map((entry) => ({ ...entry }) as Entry);
  const [first, second] = list;
  if (!first) return list;
  if (call.speaks("absurd")) setAmount(first, { amount: "1E400" });
  if (call.speaks("not-a-number")) setAmount(first, { amount: "NaN" });
  if (call.speaks("wrong-currency")) setAmount(first, { currency: "XTS" });
  if (call.speaks("future")) Object.assign(first, { bookingDate: "2999-12-31", valueDate: "2999-12-31" });
  if (call.speaks("duplicates") && second) {
    for (const name of ["transactionId", "entryReference", "cardTransactionId"]) {
      if (name in first) second[name] = first[name];
    }
  }
  return list;
}

function setAmount(entry: Entry, change: object): void {
  entry.transactionAmount = { ...(entry.transactionAmount as object), ...change };
}

/** The same entries in an order that means nothing, alike on every page. */
export function ordered<Item>(call: ApiCall, entries: readonly Item[]): readonly Item[] {
  if (!call.speaks("shuffled")) return entries;
  const random = randomFrom("shuffled");
  const places = new Map(entries.map((entry) => [entry, random.next()]));
  return entries.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}
