import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { SendMail } from "#lib/identity/mail.ts";
import { readColleague } from "#lib/identity/read-whom-to-tell.ts";
import { handle } from "#lib/jobs/handler.ts";
import { secondTold } from "./audit-events.ts";
import { tellSecond } from "./jobs.ts";
import { isLapsed } from "./oversight.ts";
import { findAct } from "./repository.ts";
import { secondPersonMail } from "./second-person-mail.ts";

/**
 * Writes to one of compliance while the act waits. It is a job of its own for each of them, so that a mail server that is
 * away holds up neither the act nor the others. The mail leaves inside the transaction that notes it: one that was not taken
 * is sent again, and one that was taken is not, unless the commit right after is lost.
 */
export const tellSecondHandler = (sendMail: SendMail, [, consoleOrigin]: readonly [string, string]) =>
  handle({
    job: tellSecond,
    authorise: async (ctx, { actId }) => {
      const { act, now } = await inTransaction(ctx, (tx) => findAct(tx, actId));
      if (act.state !== "proposed") return { run: false, reason: act.state };
      return isLapsed(act, now) ? { run: false, reason: "lapsed" } : { run: true };
    },
    run: async (ctx, { actId, personId }, signal) => {
      requirePermission(ctx, "mail.send");
      await inTransaction(ctx, async (tx) => {
        const colleague = await readColleague(tx, ctx, personId, "compliance");
        if (colleague === null) return;
        const { act } = await findAct(tx, actId);
        await appendAudit(tx, ctx, secondTold({ actId, personId }));
        await sendMail(
          secondPersonMail({ ...colleague, actId, lapsesAt: act.lapsesAt, consoleOrigin }),
          signal,
        );
      });
    },
  });
