import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { insertAuthorisation } from "#lib/authorisation/insert-authorisation.ts";
import type { Transaction } from "#lib/db/database.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { type AuthorisationId, type ConnectionId, idSchema } from "#lib/kernel/id.ts";
import { lockSealed } from "#lib/vault/sealed-credential.ts";
import { connectionBegun, connectionEnded } from "./audit-events.ts";
import { type Connection, end } from "./connection.ts";
import { linkConnection } from "./jobs.ts";
import { personSchema } from "./person.ts";
import { insertConnection, listLiveBeside, lockConnection, saveConnection } from "./repository.ts";
import { requireLinkConsent } from "./require-link-consent.ts";

export const BeginLink = z.strictObject({
  credentialId: idSchema("crd"),
  consentId: idSchema("con"),
  person: personSchema,
});
export type BeginLink = z.output<typeof BeginLink>;

/** How often somebody may have a bank asked to let them in: each time is an attempt with their password. */
export const beginnings = { name: "connection.begin", limit: 10, windowSeconds: 15 * 60 };

export interface Begun {
  readonly connectionId: ConnectionId;
  readonly authorisationId: AuthorisationId;
}

/**
 * Has the bank asked to let the person in, under one consent of theirs. What the bank asks next is in the
 * authorisation; a credential begins one connection, however often it is asked for.
 */
export async function beginLink(
  ctx: Context,
  { credentialId, consentId, person }: BeginLink,
): Promise<Begun> {
  const { personId: investorId } = requirePerson(ctx, "connection.link");
  await takeTurn(ctx, beginnings, investorId);

  return inTransaction(ctx, async (tx) => {
    const { tenantId, connectionId, institutionId, region } = await lockSealed(tx, credentialId);
    await requireLinkConsent(tx, ctx, { consentId, investorId, region, hasCredential: true });

    const begunAt = ctx.clock.now();
    const about = { tenantId, connectionId, investorId, institutionId, region, credentialId, consentId };
    await insertConnection(tx, { ...about, begunAt });
    await endRefused(tx, ctx, about);
    const authorisationId = await insertAuthorisation(tx, ctx, { connectionId, person });
    await enqueue(tx, linkConnection, { tenantId, connectionId, authorisationId });
    const facts = { connectionId, authorisationId, credentialId, consentId, institutionId };
    await appendAudit(tx, ctx, connectionBegun(facts));
    return { connectionId, authorisationId };
  });
}

/** Those that the bank never let in and whose password it refused: this one is what comes of them. */
async function endRefused(
  tx: Transaction,
  ctx: Context,
  connection: Pick<Connection, "connectionId" | "investorId" | "institutionId">,
): Promise<void> {
  const beside = await listLiveBeside(tx, connection);
  const refused = beside.filter(({ state, needs }) => state === "linking" && needs === "credential");
  for (const { connectionId } of refused) {
    const before = await lockConnection(tx, connectionId);
    if (before.state !== "linking") continue;
    await saveConnection(tx, before, end(before, "neverLinked", ctx.clock.now()));
    await appendAudit(tx, ctx, connectionEnded({ connectionId, reason: "neverLinked" }));
  }
}
