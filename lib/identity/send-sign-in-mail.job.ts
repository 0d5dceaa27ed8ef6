import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import { signInMailSent } from "./audit-events.ts";
import { sendSignInMail } from "./jobs.ts";
import type { SendMail } from "./mail.ts";
import { readPersonWithFirm } from "./repository.ts";
import { signInMail } from "./sign-in-mail.ts";
import { insertMailLink } from "./sign-in-repository.ts";
import { hashToken, newToken } from "./token.ts";

const linkLifetimeMs = 10 * 60 * 1000;

/**
 * A retry makes a new link: the old secret was never kept. The mail leaves inside the transaction, so
 * a link is only valid if its mail was taken by the mail server.
 */
export const sendSignInMailHandler = (sendMail: SendMail, origins: readonly string[]) =>
  handle({
    job: sendSignInMail,
    authorise: async (ctx, { personId, origin }) => {
      if (!origins.includes(origin)) return { run: false, reason: "unknownOrigin" };
      const { person } = await inTransaction(ctx, (tx) => readPersonWithFirm(tx, personId));
      return person.disabledAt === null ? { run: true } : { run: false, reason: "personDisabled" };
    },
    run: async (ctx, payload, signal) => {
      requirePermission(ctx, "mail.send");
      await inTransaction(ctx, async (tx) => {
        const { person, firm } = await readPersonWithFirm(tx, payload.personId);
        const token = newToken();
        await insertMailLink(tx, {
          tenantId: payload.tenantId as TenantId,
          personId: payload.personId,
          tokenHash: hashToken(token),
          origin: payload.origin,
          nextPath: payload.nextPath,
          expiresAt: new Date(ctx.clock.now().getTime() + linkLifetimeMs),
        });
        await appendAudit(tx, ctx, signInMailSent({ personId: payload.personId }));
        const mail = signInMail({ person, firm, origin: payload.origin, locale: payload.locale, token });
        await sendMail(mail, signal);
      });
    },
  });
