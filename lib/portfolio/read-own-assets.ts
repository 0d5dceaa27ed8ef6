import type { Context } from "#lib/access/context.ts";
import { toDayText } from "#lib/connections/periods.ts";
import { type AssetId, newId } from "#lib/kernel/id.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { mostAssets } from "./declared.ts";
import { manualAssetKinds } from "./holdings.ts";
import type { OwnAssetsView, OwnAssetView } from "./own-assets-view.ts";
import type { OwnMeans } from "./own-means.ts";
import { readOwnAsset } from "./read-own-declared.ts";
import { readOwnHoldings } from "./read-own-holdings.ts";
import { toOwnWealth } from "./read-own-wealth.ts";

/** What the acting investor wrote down of what no bank keeps, among all that they own. */
export async function readOwnAssets(ctx: Context, means: OwnMeans): Promise<OwnAssetsView> {
  const read = await readOwnHoldings(ctx, means.keys);
  return {
    wealth: toOwnWealth(read, means).wealth,
    kinds: manualAssetKinds,
    currencies: means.rates.currencies,
    isFull: read.declared.assets.length >= mostAssets,
    nextId: newId("ast"),
    today: toDayText(ctx.clock.now()),
  };
}

/** One of them, to change it or to say what it is worth now. */
export async function readAssetToChange(
  ctx: Context,
  keys: RecordKeys,
  assetId: AssetId,
): Promise<OwnAssetView> {
  const { assetId: id, ...asset } = await readOwnAsset(ctx, keys, assetId);
  return { id, ...asset, kinds: manualAssetKinds, today: toDayText(ctx.clock.now()) };
}
