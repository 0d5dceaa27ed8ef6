import { exact } from "#lib/kernel/decimal.ts";
import type { Currency, Money } from "#lib/kernel/money.ts";
import type { Convert } from "./convert.ts";
import { type Figure, type Mark, scale, unavailable } from "./figure.ts";
import { toFigureView } from "./figure-view.ts";
import type { ManualAsset, ManualAssetKind } from "./holdings.ts";
import type { Keys } from "./parts.ts";
import { Total } from "./total.ts";
import type { AssetClass, ManualAssetView } from "./wealth-view.ts";

const classes = {
  property: "property",
  art: "art",
  privateEquity: "privateEquity",
  vehicle: "other",
  other: "other",
} as const satisfies Record<ManualAssetKind, AssetClass>;

/** Whoever wrote down what something was worth thought of that year. */
const staleAfterDays = 366;
const dayMs = 86_400_000;

export interface ManualPart {
  readonly value: Total;
  readonly keys: Keys;
  readonly view: ManualAssetView;
}

interface At {
  readonly convert: Convert;
  readonly base: Currency;
  readonly lastDay: string;
  readonly now: Date;
}

/** What no bank keeps, at what its owner said last. It is always their own estimate, and says so. */
export function manualFigures(assets: readonly ManualAsset[], at: At): readonly ManualPart[] {
  return assets.flatMap((asset) => partOf(asset, at) ?? []);
}

function partOf(asset: ManualAsset, { convert, base, lastDay, now }: At): ManualPart | null {
  const { assetId, kind, name, currency, share, valuations } = asset;
  const past = valuations.filter(({ day }) => day <= lastDay);
  const last = past.toSorted((one, other) => (one.day < other.day ? 1 : -1))[0] ?? valuations[0];
  if (last === undefined) return null;
  const asOf = new Date(`${last.day}T00:00:00.000Z`);
  const isOld = now.getTime() - asOf.getTime() > staleAfterDays * dayMs;
  const own: Money = { amount: exact(last.amount), currency };
  const marks: readonly Mark[] = isOld ? ["stale", "estimated"] : ["estimated"];
  const told: Figure<Money> =
    past.length === 0
      ? unavailable("invalid", null, name)
      : { kind: "known", value: own, asOf, sources: [], marks, rates: [] };
  const converted = convert(told);
  const figure = share === null ? converted : scale(converted, exact(share));
  const value = new Total(base);
  value.add(figure);
  return {
    value,
    keys: { custodian: null, account: assetId, class: classes[kind], currency, region: null, issuer: null },
    view: {
      ...{ id: assetId, kind, name, share, valuedOn: last.day },
      own: { amount: last.amount, currency },
      value: toFigureView(figure),
    },
  };
}
