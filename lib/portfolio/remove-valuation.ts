import type { Context } from "#lib/access/context.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import type { RemoveValuation } from "./asset-forms.ts";
import { changeDeclared, factsOf } from "./change-declared.ts";
import { valuationRemoved } from "./declaration-events.ts";

/** Takes back what a thing was worth on a day. The last one stays: a thing without any value says nothing. */
export async function removeValuation(
  ctx: Context,
  keys: RecordKeys,
  { day, ...seen }: RemoveValuation,
): Promise<void> {
  await changeDeclared(ctx, keys, seen, (asset) => {
    const { assetId } = asset;
    const valuations = asset.valuations.filter((one) => one.day !== day);
    if (valuations.length === asset.valuations.length) throw new AppError("declaration.changed", { assetId });
    if (valuations.length === 0) throw new AppError("declaration.last_value", { assetId });
    return { facts: { ...factsOf(asset), valuations }, event: valuationRemoved({ assetId }) };
  });
}
