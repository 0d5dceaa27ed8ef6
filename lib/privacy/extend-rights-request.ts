import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { rightsRequestExtended } from "./rights-events.ts";
import { lockRequest, saveRequest } from "./rights-repository.ts";
import { extended } from "./rights-request.ts";

export const ExtendRightsRequest = z.strictObject({ requestId: idSchema("rrq") });
export type ExtendRightsRequest = z.output<typeof ExtendRightsRequest>;

/** Two months more, once, as long as the first month runs (GDPR Art. 12(3)). Telling the investor why is the firm's. */
export async function extendRightsRequest(ctx: Context, { requestId }: ExtendRightsRequest): Promise<void> {
  requirePerson(ctx, "privacy.answerRights");
  await inTransaction(ctx, async (tx) => {
    const before = await lockRequest(tx, requestId);
    if (before.closedAt !== null) throw new AppError("privacy.request_changed", { requestId });
    const after = extended(before, ctx.clock.now());
    if (!after) throw new AppError("privacy.extension_late", { requestId });
    await saveRequest(tx, after);
    const { investorId, dueOn: previousDueOn } = before;
    await appendAudit(
      tx,
      ctx,
      rightsRequestExtended({ requestId, investorId, previousDueOn, dueOn: after.dueOn }),
    );
  });
}
