import { toIsin } from "#lib/aspsp/isin.ts";
import { isCountry } from "#lib/institutions/country.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { classOf } from "./asset-class.ts";
import type { AccountHoldings } from "./holdings.ts";
import { type AssetClass, assetClasses } from "./wealth-view.ts";

/** What something that is held is, as far as the banks that hold it say. */
export interface Instrument {
  /** The same for the same ISIN everywhere, else for the same identification within one institution. */
  readonly key: string;
  readonly isin: string | null;
  readonly identification: string | null;
  readonly name: string | null;
  readonly class: AssetClass;
  /** What it is denominated in. */
  readonly denominated: string | null;
  /** What the bank values it in. */
  readonly valued: string | null;
  /** ISO 3166: where its ISIN was given. */
  readonly country: string | null;
}

type Row = RecordOf<"positions">;
type At = Pick<AccountHoldings, "accountId" | "institutionId">;

export type ReadInstrument = (row: Row, at: At, place: number) => Instrument;

/** Reads instruments out of positions. One ISIN stands in many rows and is checked once. */
export function instrumentReader(): ReadInstrument {
  const checked = new Map<string, string | null>();
  return (row, at, place) => {
    const isin = row.isin === null ? null : kept(checked, row.isin, toIsin);
    // What a bank calls an ISIN and is none names the instrument at that bank, and nowhere else.
    const identification = row.otherIdentification ?? (isin === null ? row.isin : null);
    return {
      key: keyOf({ isin, identification }, row, at, place),
      ...{ isin, identification },
      name: row.name,
      class: classOf(row),
      denominated: row.instrumentCurrency,
      valued: row.currency ?? row.priceCurrency,
      country: isin !== null && isCountry(isin.slice(0, 2)) ? isin.slice(0, 2) : null,
    };
  };
}

function keyOf(
  { isin, identification }: Pick<Instrument, "isin" | "identification">,
  { positionId }: Row,
  { accountId, institutionId }: At,
  place: number,
): string {
  if (isin !== null) return isin;
  if (identification !== null) return `${institutionId} ${identification}`;
  return positionId === null ? `${accountId} ${place}` : `${accountId} ${positionId}`;
}

/**
 * One instrument of what several banks say of it: whichever tells more, and otherwise the same one whatever the order
 * in which they are read.
 */
export function merged(one: Instrument, other: Instrument): Instrument {
  return {
    key: one.key,
    isin: one.isin,
    identification: first(one.identification, other.identification),
    name: first(one.name, other.name),
    class: one.class === other.class ? one.class : firstClass(one.class, other.class),
    denominated: first(one.denominated, other.denominated),
    valued: first(one.valued, other.valued),
    country: one.country,
  };
}

const firstClass = (one: AssetClass, other: AssetClass): AssetClass =>
  assetClasses.indexOf(one) <= assetClasses.indexOf(other) ? one : other;

const first = (one: string | null, other: string | null): string | null => {
  if (one === null || other === null) return one ?? other;
  return one <= other ? one : other;
};

function kept<T>(known: Map<string, T>, key: string, make: (key: string) => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make(key);
  known.set(key, made);
  return made;
}
