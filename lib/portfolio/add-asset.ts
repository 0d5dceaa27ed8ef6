import { isDeepStrictEqual } from "node:util";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { countDeclarations, lockDeclaration, storeDeclaration } from "#lib/records/declarations.ts";
import { holdOwnKey } from "#lib/records/hold-keys.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import type { AddAsset } from "./asset-forms.ts";
import { requireWorth } from "./change-declared.ts";
import { assetAdded } from "./declaration-events.ts";
import { type AssetFacts, assetContent, mostAssets } from "./declared.ts";

/**
 * Takes down something that no bank keeps, with what it is worth. The form brings the identifier, so that one that is
 * sent twice adds one thing; sent again with other words it is refused and adds nothing.
 */
export async function addAsset(ctx: Context, keys: RecordKeys, input: AddAsset): Promise<void> {
  const { assetId, day, amount, ...about } = input;
  requirePermission(ctx, "declaration.make");
  requireWorth(ctx, about.currency, { day, amount });
  const facts: AssetFacts = { ...about, valuations: [{ day, amount }] };
  using key = await holdOwnKey(ctx, keys);
  await inTransaction(ctx, async (tx) => {
    const count = await countDeclarations(tx, ctx, "ast");
    const found = await lockDeclaration(tx, ctx, key, assetId);
    if (found && isDeepStrictEqual(found.content, assetContent(facts))) return;
    if (found) throw new AppError("declaration.changed", { assetId });
    if (count >= mostAssets) throw new AppError("declaration.too_many", { count });
    await storeDeclaration(tx, ctx, key, { subjectId: assetId, after: 0, content: assetContent(facts) });
    await appendAudit(tx, ctx, assetAdded({ assetId, kind: facts.kind }));
  });
}
