import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema, newId, type RightsRequestId } from "#lib/kernel/id.ts";
import { rightsRequestRecorded } from "./rights-events.ts";
import { insertRequest, isInvestor } from "./rights-repository.ts";
import { dayOf, daysBetween, received } from "./rights-request.ts";
import { rightsChannels, rightsKinds } from "./rights-view.ts";

export const RecordRightsRequest = z.strictObject({
  investorId: idSchema("per"),
  kind: z.enum(rightsKinds),
  channel: z.enum(rightsChannels).exclude(["selfService"]),
  /** The day on which it reached the firm: the month is counted from it. */
  receivedOn: z.iso.date(),
});
export type RecordRightsRequest = z.output<typeof RecordRightsRequest>;

/** What is noted later than that is no longer a request to be answered but a matter for a lawyer. */
const oldestDays = 366;

/** Notes what an investor asked for outside the product, so that its day is kept. */
export async function recordRightsRequest(
  ctx: Context,
  { investorId, kind, channel, receivedOn }: RecordRightsRequest,
): Promise<RightsRequestId> {
  const { tenantId, personId: recordedBy } = requirePerson(ctx, "privacy.answerRights");
  const recordedAt = ctx.clock.now();
  const age = daysBetween(receivedOn, dayOf(recordedAt));
  if (age < 0 || age > oldestDays) throw new AppError("privacy.request_day");
  const requestId = newId("rrq");
  const request = received({
    ...{ tenantId, requestId, investorId, kind, channel, receivedOn, recordedBy, recordedAt },
  });
  return inTransaction(ctx, async (tx) => {
    if (!(await isInvestor(tx, investorId))) throw new AppError("identity.person_not_found", { investorId });
    await insertRequest(tx, request);
    const { dueOn } = request;
    await appendAudit(
      tx,
      ctx,
      rightsRequestRecorded({ requestId, investorId, kind, channel, receivedOn, dueOn }),
    );
    return requestId;
  });
}
