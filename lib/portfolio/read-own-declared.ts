import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AssetId } from "#lib/kernel/id.ts";
import { openDeclarations, readDeclarations } from "#lib/records/declarations.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { type Declared, type DeclaredAsset, toDeclared } from "./declared.ts";

/** All that the acting investor says of their wealth themselves. Nobody else can read it. */
export async function readOwnDeclared(ctx: Context, keys: RecordKeys): Promise<Declared> {
  const sealed = await inTransaction(ctx, (tx) => readDeclarations(tx, ctx));
  return toDeclared(await openDeclarations(ctx, keys, sealed));
}

/** One thing of theirs, with all its values. */
export async function readOwnAsset(ctx: Context, keys: RecordKeys, assetId: AssetId): Promise<DeclaredAsset> {
  const { assets } = await readOwnDeclared(ctx, keys);
  const asset = assets.find((one) => one.assetId === assetId);
  if (!asset) throw new AppError("declaration.not_found", { assetId });
  return asset;
}
