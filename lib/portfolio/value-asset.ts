import type { Context } from "#lib/access/context.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import type { ValueAsset } from "./asset-forms.ts";
import { changeDeclared, factsOf, requireWorth } from "./change-declared.ts";
import { assetValued } from "./declaration-events.ts";
import { mostValuations, withValuation } from "./declared.ts";

/** Says what a thing was worth on a day. What was said of other days stays; of the same day it is said anew. */
export async function valueAsset(
  ctx: Context,
  keys: RecordKeys,
  { day, amount, ...seen }: ValueAsset,
): Promise<void> {
  await changeDeclared(ctx, keys, seen, (asset) => {
    const { assetId, currency, valuations } = asset;
    requireWorth(ctx, currency, { day, amount });
    if (valuations.some((one) => one.day === day && one.amount === amount)) return null;
    const after = withValuation(valuations, { day, amount });
    if (after.length > mostValuations) throw new AppError("declaration.too_many_values", { assetId });
    return { facts: { ...factsOf(asset), valuations: after }, event: assetValued({ assetId }) };
  });
}
