import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { listOwnAccounts } from "#lib/connections/list-own-accounts.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { lockDeclaration, storeDeclaration } from "#lib/records/declarations.ts";
import { holdOwnKey } from "#lib/records/hold-keys.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import type { SayShare } from "./asset-forms.ts";
import { shareSaid } from "./declaration-events.ts";
import { shareContent, toShare } from "./declared.ts";

/** Says how much of an account counts as one's own. Only one's own view is reckoned with it. */
export async function sayShare(
  ctx: Context,
  keys: RecordKeys,
  { accountId, version, share }: SayShare,
): Promise<void> {
  using key = await holdOwnKey(ctx, keys);
  await inTransaction(ctx, async (tx) => {
    const { accounts } = await listOwnAccounts(tx, ctx);
    if (!accounts.some((one) => one.accountId === accountId))
      throw new AppError("connection.not_found", { accountId });
    const found = await lockDeclaration(tx, ctx, key, accountId);
    const before = found && toShare(found);
    if (before?.share === share) return;
    if ((before?.version ?? 0) !== version) throw new AppError("declaration.changed", { accountId });
    const content = shareContent(share);
    await storeDeclaration(tx, ctx, key, { subjectId: accountId, after: version, content });
    await appendAudit(tx, ctx, shareSaid({ accountId }));
  });
}
