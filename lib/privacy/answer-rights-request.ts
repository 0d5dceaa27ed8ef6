import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { rightsRequestAnswered } from "./rights-events.ts";
import { lockRequest, saveRequest } from "./rights-repository.ts";
import { answered, dayOf } from "./rights-request.ts";
import { refusalReasons } from "./rights-view.ts";

export const AnswerRightsRequest = z.strictObject({
  requestId: idSchema("rrq"),
  /** `granted`, or why it is refused. */
  answer: z.enum(["granted", ...refusalReasons]),
});
export type AnswerRightsRequest = z.output<typeof AnswerRightsRequest>;

/** Notes how the firm answered. What was answered stays as it was; the second of two who answer at once is refused. */
export async function answerRightsRequest(
  ctx: Context,
  { requestId, answer }: AnswerRightsRequest,
): Promise<void> {
  const { personId: by } = requirePerson(ctx, "privacy.answerRights");
  const refusal = answer === "granted" ? null : answer;
  await inTransaction(ctx, async (tx) => {
    const before = await lockRequest(tx, requestId);
    const at = ctx.clock.now();
    const after = answered(before, { refusal, by, at });
    if (!after?.outcome) throw new AppError("privacy.request_changed", { requestId });
    await saveRequest(tx, after);
    const { investorId, outcome, reason, dueOn } = after;
    const isLate = dayOf(at) > dueOn;
    await appendAudit(tx, ctx, rightsRequestAnswered({ requestId, investorId, outcome, reason, isLate }));
  });
}
