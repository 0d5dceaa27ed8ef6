import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import { signInMailWithheld } from "./audit-events.ts";
import { answerSignInRequest, sendSignInMail } from "./jobs.ts";
import { listDisabledInvestorsAt, listInvestorsAt, takeSignInRequest } from "./sign-in-repository.ts";

/**
 * Mail links are for investors; staff sign in through their firm's identity provider. Somebody who is
 * an investor of two firms gets one mail for each; who was disabled gets none, and their firm reads that it was asked for.
 * The request is gone afterwards, whoever it was from.
 */
export const answerSignInRequestHandler = handle({
  job: answerSignInRequest,
  authorise: async () => ({ run: true }),
  run: async (ctx, { signInRequestId }) => {
    requirePermission(ctx, "signInRequest.answer");
    await inTransaction(ctx, async (tx) => {
      const request = await takeSignInRequest(tx, signInRequestId);
      if (!request) return;
      for (const kept of await listDisabledInvestorsAt(tx, request.emailKey))
        await appendAudit(tx, ctx, signInMailWithheld(kept));
      for (const { tenantId, personId, locale } of await listInvestorsAt(tx, request.emailKey)) {
        await enqueue(tx, sendSignInMail, {
          tenantId,
          personId,
          signInRequestId,
          locale: locale ?? request.locale,
          origin: request.origin,
          nextPath: request.nextPath,
        });
      }
    });
  },
});
