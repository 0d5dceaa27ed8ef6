import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { AuditEvent } from "#lib/audit/event.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { currencyPlaces } from "#lib/kernel/format.ts";
import type { AssetId } from "#lib/kernel/id.ts";
import { lockDeclaration, storeDeclaration } from "#lib/records/declarations.ts";
import { holdOwnKey } from "#lib/records/hold-keys.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { type AssetFacts, assetContent, type DeclaredAsset, toAsset, type Valuation } from "./declared.ts";

const dayMs = 86_400_000;

/** What a change comes to, and its event; `null` where there is nothing to change. */
interface Changed {
  readonly facts: AssetFacts;
  readonly event: AuditEvent;
}

/**
 * One change of one thing of the acting investor's, as they saw it: where it has become another meanwhile, nothing is
 * changed, and nothing that somebody else typed is lost. The key is taken before the transaction, which asks no KMS.
 */
export async function changeDeclared(
  ctx: Context,
  keys: RecordKeys,
  { assetId, version }: { readonly assetId: AssetId; readonly version: number },
  decide: (asset: DeclaredAsset) => Changed | null,
): Promise<void> {
  using key = await holdOwnKey(ctx, keys);
  await inTransaction(ctx, async (tx) => {
    const found = await lockDeclaration(tx, ctx, key, assetId);
    if (!found) throw new AppError("declaration.not_found", { assetId });
    const asset = toAsset(found);
    if (asset.version !== version) throw new AppError("declaration.changed", { assetId });
    const changed = decide(asset);
    if (!changed) return;
    await storeDeclaration(tx, ctx, key, {
      ...{ subjectId: assetId, after: version },
      content: assetContent(changed.facts),
    });
    await appendAudit(tx, ctx, changed.event);
  });
}

/** Refuses a day that has not begun anywhere yet, and decimals that the currency has no coin for. */
export function requireWorth({ clock }: Pick<Context, "clock">, currency: string, worth: Valuation): void {
  const lastDay = new Date(clock.now().getTime() + dayMs).toISOString().slice(0, 10);
  if (worth.day > lastDay) throw new AppError("declaration.day_ahead");
  const places = worth.amount.split(".")[1]?.length ?? 0;
  if (places > currencyPlaces(currency)) throw new AppError("declaration.amount_too_fine", { places });
}

/** Without identifier and version, which the row has. */
export const factsOf = ({ kind, name, currency, share, valuations }: AssetFacts): AssetFacts => ({
  ...{ kind, name, currency, share, valuations },
});
