import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { PersonId, TenantId } from "#lib/kernel/id.ts";
import { signInMailSent } from "./audit-events.ts";
import { sendSignInMail } from "./jobs.ts";
import type { SendMail } from "./mail.ts";
import { readPersonWithFirm } from "./repository.ts";
import { signInMail } from "./sign-in-mail.ts";
import { hasRecentMailLink, insertMailLink } from "./sign-in-repository.ts";
import { hashToken, newToken } from "./token.ts";

const linkLifetimeMs = 10 * 60 * 1000;

/**
 * While a link that went out in the last two minutes is unused, no further mail is sent: whoever asks has a link with
 * at least eight minutes left, and a stranger who keeps asking neither floods the mailbox nor keeps anybody out.
 */
const pauseSeconds = 2 * 60;

/**
 * The mail server is talked to outside of any transaction, and before the link exists: a link is only valid once its
 * mail was taken. A worker that ends in between has sent a dead link, and the retry, which makes a new one because no
 * secret is kept, sends another mail: at least once.
 */
export const sendSignInMailHandler = (sendMail: SendMail, origins: readonly string[]) =>
  handle({
    job: sendSignInMail,
    authorise: async (ctx, { personId, origin }) => {
      if (!origins.includes(origin)) return { run: false, reason: "unknownOrigin" };
      const { person } = await inTransaction(ctx, (tx) => readPersonWithFirm(tx, personId));
      return person.disabledAt === null ? { run: true } : { run: false, reason: "personDisabled" };
    },
    run: async (ctx, { tenantId, personId, origin, locale, nextPath }, signal) => {
      requirePermission(ctx, "mail.send");
      const addressee = await readAddressee(ctx, personId, origin);
      if (addressee === null) return;

      const token = newToken();
      await sendMail(signInMail({ ...addressee, origin, locale, token }), signal);
      await inTransaction(ctx, async (tx) => {
        await insertMailLink(tx, {
          tenantId: tenantId as TenantId,
          personId,
          tokenHash: hashToken(token),
          origin,
          nextPath,
          expiresAt: new Date(ctx.clock.now().getTime() + linkLifetimeMs),
        });
        await appendAudit(tx, ctx, signInMailSent({ personId }));
      });
    },
  });

/** Whom to write to, or `null` where a mail with a link that still works has just gone out. */
async function readAddressee(ctx: Context, personId: PersonId, origin: string) {
  return inTransaction(ctx, async (tx) => {
    if (await hasRecentMailLink(tx, personId, origin, pauseSeconds)) return null;
    return readPersonWithFirm(tx, personId);
  });
}
