import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { newId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { signInRequested } from "./audit-events.ts";
import { emailSchema } from "./email.ts";
import { answerSignInRequest } from "./jobs.ts";
import { safeNextPath } from "./session.ts";
import { limitMailRequest } from "./sign-in-limits.ts";
import { insertSignInRequest } from "./sign-in-repository.ts";
import type { Visit } from "./visit.ts";

export const RequestSignInMail = z.strictObject({
  email: emailSchema,
  next: z.string().max(512).optional().transform(safeNextPath),
  locale: z.enum(locales),
});
export type RequestSignInMail = z.output<typeof RequestSignInMail>;

/**
 * Notes that somebody at this address wants to sign in. What happens here is the same whether or not
 * the address is known: the worker finds out, so neither an answer nor its timing tells.
 */
export async function requestSignInMail(ctx: Context, visit: Visit, input: RequestSignInMail): Promise<void> {
  requirePermission(ctx, "signIn.attempt");
  await limitMailRequest(ctx, visit, input.email);

  await inTransaction(ctx, async (tx) => {
    const requestId = newId("sir");
    await insertSignInRequest(tx, {
      requestId,
      emailKey: input.email,
      locale: input.locale,
      origin: visit.origin,
      nextPath: input.next,
    });
    await enqueue(tx, answerSignInRequest, { signInRequestId: requestId });
    await appendAudit(tx, ctx, signInRequested({ signInRequestId: requestId }));
  });
}
