import type { Context } from "#lib/access/context.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import type { ChangeAsset } from "./asset-forms.ts";
import { changeDeclared, factsOf } from "./change-declared.ts";
import { assetChanged } from "./declaration-events.ts";

/** Calls a thing otherwise, or says that another part of it is one's own. Its values stay as they are. */
export async function changeAsset(
  ctx: Context,
  keys: RecordKeys,
  { kind, name, share, ...seen }: ChangeAsset,
): Promise<void> {
  await changeDeclared(ctx, keys, seen, (asset) => {
    if (asset.kind === kind && asset.name === name && asset.share === share) return null;
    const facts = { ...factsOf(asset), kind, name, share };
    return { facts, event: assetChanged({ assetId: asset.assetId, kind }) };
  });
}
