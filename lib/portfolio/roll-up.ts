import { decimalText } from "#lib/kernel/decimal.ts";
import type { Currency } from "#lib/kernel/money.ts";
import type { HeldFigure } from "./account-figures.ts";
import { toTotalView } from "./figure-view.ts";
import { type Instrument, merged } from "./instrument.ts";
import { byAmount, type Parts, weightOf } from "./parts.ts";
import { Total } from "./total.ts";
import type { InstrumentView } from "./wealth-view.ts";

/** What is held of one instrument, wherever it is held. */
export interface RolledUp {
  readonly instrument: Instrument;
  readonly held: readonly HeldFigure[];
  readonly value: Total;
}

/** The same instrument of every account as one, the largest first. */
export function rollUp(held: readonly HeldFigure[], base: Currency): readonly RolledUp[] {
  return [...Map.groupBy(held, (one) => one.instrument.key).values()]
    .map((of) => {
      const value = new Total(base);
      for (const one of of) value.add(one.value);
      return { instrument: of.map((one) => one.instrument).reduce(merged), held: of, value };
    })
    .sort((one, other) => byAmount(one.value, other.value) || byKey(one, other));
}

/**
 * Divides what is owned by what all who hold it say of it together, so that one bank's silence puts it into no other
 * class. Where nobody says what it is denominated in, it is in what each bank values it in.
 */
export function divide({ instrument, held, value }: RolledUp, parts: Parts): void {
  const keys = { class: instrument.class, region: instrument.country, issuer: null };
  const { denominated } = instrument;
  if (denominated !== null && held.every((one) => one.side === "owned")) {
    parts.add({ ...keys, currency: denominated }, value);
    return;
  }
  for (const one of held) {
    if (one.side === "owed") continue;
    const part = new Total(value.currency);
    part.add(one.value);
    parts.add({ ...keys, currency: denominated ?? one.instrument.valued }, part);
  }
}

export function toInstrumentView({ instrument, held, value }: RolledUp, owned: Total): InstrumentView {
  const { key, isin, identification, name, denominated, valued, country } = instrument;
  const isOwned = held.every((one) => one.side === "owned");
  return {
    ...{ key, isin, identification, name, class: instrument.class, country },
    currency: denominated ?? valued,
    quantity: quantityOf(held),
    value: toTotalView(value),
    weight: isOwned ? weightOf(value, owned) : null,
    held: held.toSorted(byAccount).map(({ view }) => view),
  };
}

/** Pieces, nominals and what is left of nominals make no sum. */
function quantityOf(held: readonly HeldFigure[]): string | null {
  const [first, ...others] = held;
  if (first === undefined) return null;
  if (others.length === 0) return first.view.quantity;
  if (others.some(({ quantityType }) => quantityType !== first.quantityType)) return null;
  return decimalText(others.reduce((all, { quantity }) => all.plus(quantity), first.quantity));
}

const byKey = ({ instrument: one }: RolledUp, { instrument: other }: RolledUp): number =>
  one.key < other.key ? -1 : 1;

const byAccount = ({ view: one }: HeldFigure, { view: other }: HeldFigure): number => {
  if (one.accountId === other.accountId) return one.place - other.place;
  return one.accountId < other.accountId ? -1 : 1;
};
