import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { untilWritten } from "#lib/access/until-written.ts";
import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { AuthorisationFailure } from "#lib/authorisation/authorisation.ts";
import { endAuthorisation, failedAt } from "#lib/authorisation/end-authorisation.ts";
import type { DialogOutcome } from "#lib/authorisation/run-dialog.ts";
import { whileDialogConsented } from "#lib/consent/while-dialog-consented.ts";
import type { Transaction } from "#lib/db/database.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AuthorisationId, ConnectionId, TenantId } from "#lib/kernel/id.ts";
import { sealTokens } from "#lib/vault/keep-tokens.ts";
import { connectionLetIn, credentialNeeded } from "./audit-events.ts";
import { type Connection, left, letIn, need } from "./connection.ts";
import { endAtBank, offerAccounts } from "./jobs.ts";
import type { DialogParts } from "./link-parts.ts";
import type { Prepared } from "./prepare-dialog.ts";
import { lockConnection, saveConnection } from "./repository.ts";
import { isLacking } from "./require-link-consent.ts";

type Ended = DialogOutcome["authorisation"];
type Dialog = Pick<Prepared, "connection" | "reliance" | "bank"> & {
  readonly authorisationId: AuthorisationId;
};
interface Attempt {
  readonly tenantId: TenantId;
  readonly connectionId: ConnectionId;
  readonly authorisationId: AuthorisationId;
}

/** How long a bank is given to take back what it has just given, while the person waits. */
const goodbyeMs = 5_000;

/**
 * Writes down how a dialog ended. What a bank gave is stored with the authorisation's end or not at all; what is not
 * stored is ended at the bank, at once or as soon as it can be reached.
 */
export async function concludeDialog(
  ctx: Context,
  parts: DialogParts,
  dialog: Dialog,
  { authorisation, grant, leftAtBank }: DialogOutcome,
  isOver: boolean,
): Promise<void> {
  requirePermission(ctx, "connection.work");
  const { tenantId, connectionId } = dialog.connection;
  const attempt = { tenantId, connectionId, authorisationId: dialog.authorisationId };
  if (!grant) return failDialog(ctx, parts, attempt, saidOf(authorisation, isOver, ctx), leftAtBank);
  try {
    await store(ctx, parts, dialog, authorisation, grant);
  } catch (cause) {
    const isRefused = isLacking(cause) || cause instanceof AppError;
    if (!isRefused) parts.warn("connections.grant_not_stored", { authorisationId: dialog.authorisationId });
    const reason: AuthorisationFailure = isLacking(cause) ? "consentEnded" : "interrupted";
    const remains = await endNow(dialog, grant);
    await failDialog(ctx, parts, attempt, failedAt(ctx.clock.now(), reason), remains);
  }
}

async function store(
  ctx: Context,
  { opener, worker }: DialogParts,
  { connection, reliance, authorisationId }: Dialog,
  end: Ended,
  { reference, validUntil, tokens }: AccessGrant,
): Promise<void> {
  const { connectionId, tenantId } = connection;
  const sealed = tokens && (await sealTokens(ctx, opener, connection, tokens));
  await whileDialogConsented(ctx, reliance, async (tx) => {
    const before = await lockConnection(tx, connectionId);
    const after = letIn(before, { reference, validUntil, at: end.at });
    await saveConnection(tx, before, after);
    await sealed?.store(tx);
    await endAuthorisation(tx, ctx, { authorisationId, workerId: worker.workerId, end });
    await enqueue(tx, offerAccounts, { tenantId, connectionId, authorisationId });
    if (after.leftReferences.length > 0) await enqueue(tx, endAtBank, { tenantId, connectionId });
    await appendAudit(tx, ctx, connectionLetIn({ connectionId, authorisationId, validUntil }));
  });
  await sealed?.forgetOlder();
}

/**
 * The person ends up where they were; a password that the bank refused is not tried again. That it was refused, and what
 * was left at the bank, is known here alone: it is written once the database is there again.
 */
export async function failDialog(
  ctx: Context,
  { worker }: Pick<DialogParts, "worker">,
  { tenantId, connectionId, authorisationId }: Attempt,
  end: Ended,
  leftAtBank: AccessGrant | null = null,
): Promise<void> {
  await untilWritten(() =>
    inTransaction(ctx, async (tx) => {
      const before = await lockConnection(tx, connectionId);
      const noted = await noteRefusal(tx, ctx, before, end);
      const after = leftAtBank ? left(noted, leftAtBank.reference) : noted;
      await saveConnection(tx, before, after);
      const isConsentOver = end.status === "failed" && end.reason === "consentEnded";
      if (leftAtBank || isConsentOver) await enqueue(tx, endAtBank, { tenantId, connectionId });
      await endUnlessOver(tx, ctx, { authorisationId, workerId: worker.workerId, end });
    }),
  );
}

const refusals = ["wrongPassword", "passwordExpired", "institutionChanged"] as const;

async function noteRefusal(
  tx: Transaction,
  ctx: Context,
  connection: Connection,
  end: Ended,
): Promise<Connection> {
  const reason = end.status === "failed" ? refusals.find((one) => one === end.reason) : undefined;
  if (!reason || connection.state === "ended") return connection;
  const { connectionId } = connection;
  const needing = need(connection, "credential", reason, end.at);
  if (needing !== connection) await appendAudit(tx, ctx, credentialNeeded({ connectionId, reason }));
  return needing;
}

/** Somebody else may have ended it meanwhile: whoever ended the connection, or the sweep. */
async function endUnlessOver(
  tx: Transaction,
  ctx: Context,
  ending: Parameters<typeof endAuthorisation>[2],
): Promise<void> {
  try {
    await endAuthorisation(tx, ctx, ending);
  } catch (cause) {
    if (!(cause instanceof AppError && cause.code === "authorisation.gone")) throw cause;
  }
}

/** What is still at the bank after it was told, or `null`. */
const endNow = ({ bank }: Dialog, grant: AccessGrant): Promise<AccessGrant | null> =>
  bank.connector.end(grant, AbortSignal.timeout(goodbyeMs)).then(
    () => null,
    () => grant,
  );

/** Cancelled because the consent ended is another thing to the person than cancelled by themselves. */
function saidOf(end: Ended, isOver: boolean, ctx: Context): Ended {
  const wasCancelled =
    end.status === "failed" && (end.reason === "cancelled" || end.reason === "interrupted");
  return isOver && wasCancelled ? failedAt(ctx.clock.now(), "consentEnded") : end;
}
