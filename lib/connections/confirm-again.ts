import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { insertAuthorisation } from "#lib/authorisation/insert-authorisation.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { lockSealed } from "#lib/vault/sealed-credential.ts";
import { confirmationBegun } from "./audit-events.ts";
import { type Begun, beginnings } from "./begin-link.ts";
import { requireTriable } from "./connection.ts";
import { linkConnection } from "./jobs.ts";
import { personSchema } from "./person.ts";
import { lockConnection } from "./repository.ts";
import { requireLinkConsent } from "./require-link-consent.ts";

export const ConfirmAgain = z.strictObject({ connectionId: idSchema("cnx"), person: personSchema });
export type ConfirmAgain = z.output<typeof ConfirmAgain>;

/**
 * Has the bank asked anew, with what is kept: nothing is typed twice. Never with a password that the bank has refused,
 * because banks lock accounts for that.
 */
export async function confirmAgain(ctx: Context, { connectionId, person }: ConfirmAgain): Promise<Begun> {
  const { personId: investorId } = requirePerson(ctx, "connection.link");
  await takeTurn(ctx, beginnings, investorId);

  return inTransaction(ctx, async (tx) => {
    const connection = requireTriable(await lockConnection(tx, connectionId));
    const { tenantId, credentialId, consentId, region } = connection;
    await lockSealed(tx, credentialId);
    await requireLinkConsent(tx, ctx, { consentId, investorId, region, hasCredential: true });

    const authorisationId = await insertAuthorisation(tx, ctx, { connectionId, person });
    await enqueue(tx, linkConnection, { tenantId, connectionId, authorisationId });
    await appendAudit(tx, ctx, confirmationBegun({ connectionId, authorisationId }));
    return { connectionId, authorisationId };
  });
}
