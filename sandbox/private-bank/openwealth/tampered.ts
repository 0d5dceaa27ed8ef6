import type { ApiCall } from "../../bank/xs2a/api.ts";
import { Numeral } from "./numeral.ts";

type Entry = Record<string, unknown>;

const entryOf = (value: unknown): Entry =>
  value !== null && typeof value === "object" && !(value instanceof Numeral) ? (value as Entry) : {};

/** Spoils the first entries of a list of positions or transactions as its words say; in all else it stays as it was. */
export function tampered(call: ApiCall, entries: readonly object[]): readonly object[] {
  if (entries.length === 0) return entries;
  const list = structuredCopy(entries) as Entry[];
  const [first, second] = list;
  if (!first) return list;
  const dated = "positionDate" in first ? "positionDate" : "transactionDate";
  const moved = firstMoved(first);
  if (call.speaks("absurd")) moved.amount.value = new Numeral("1E400");
  if (call.speaks("not-a-number")) moved.amount.value = "NaN";
  if (call.speaks("precise")) moved.amount.value = withMoreDigits(moved.amount.value);
  if (call.speaks("wrong-currency")) moved.money.currency = "XTS";
  if (call.speaks("future")) first[dated] = "2999-12-31";
  if (call.speaks("duplicates") && second) second.id = first.id;
  spoilInstrument(call, list);
  return list;
}

/** The quantity and the sum of money that an entry begins with. */
function firstMoved(entry: Entry): { readonly amount: Entry; readonly money: Entry } {
  if ("positionDate" in entry) {
    const { valueInPositionCurrency } = entryOf(entry.valuation);
    return { amount: entryOf(entry.quantity), money: entryOf(valueInPositionCurrency) };
  }
  const [movement] = entry.movementList as Entry[];
  const [posting] = (entry.postingAmountList ?? [{}]) as Entry[];
  return { amount: entryOf(movement?.quantity), money: entryOf(posting) };
}

const withMoreDigits = (value: unknown): Numeral => {
  const text = value instanceof Numeral ? value.text : "0";
  return new Numeral(`${text.includes(".") ? text : `${text}.`}00000000000000000001`);
};

function spoilInstrument(call: ApiCall, list: readonly Entry[]): void {
  const instruments = list.flatMap((entry) => {
    const movements = (entry.movementList ?? [entry]) as Entry[];
    return movements.map(({ financialInstrument }) => entryOf(financialInstrument));
  });
  const spoilt = instruments.find(({ identificationList }) => identificationList !== undefined);
  if (!spoilt) return;
  const [isin] = spoilt.identificationList as Entry[];
  if (call.speaks("unlisted-type")) spoilt.type = "tokenisedNote";
  if (call.speaks("odd-isin") && isin) {
    const text = String(isin.identifier);
    isin.identifier = `${text.slice(0, -1)}${(Number(text.at(-1)) + 1) % 10}`;
  }
}

function structuredCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (value === null || typeof value !== "object" || value instanceof Numeral) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, structuredCopy(field)]));
}
