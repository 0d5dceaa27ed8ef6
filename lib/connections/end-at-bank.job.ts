import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { AuthorisationFailure } from "#lib/authorisation/authorisation.ts";
import { endRunningAuthorisation } from "#lib/authorisation/end-authorisation.ts";
import { readEnding } from "#lib/consent/read-ending.ts";
import { handle } from "#lib/jobs/handler.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConnectionId } from "#lib/kernel/id.ts";
import { destroyTokens } from "#lib/vault/destroy-tokens.ts";
import { keepTokens } from "#lib/vault/keep-tokens.ts";
import { bankNotTold, connectionEnded, endedAtBank } from "./audit-events.ts";
import type { Bank } from "./banks.ts";
import { told as afterTelling, type Connection, deadlineOf, end, hasToTellBank } from "./connection.ts";
import { grantOf } from "./grant.ts";
import { endAtBank } from "./jobs.ts";
import type { LinkParts } from "./link-parts.ts";
import { clearDue, findConnection, lockConnection, saveConnection, tellEnded } from "./repository.ts";

type Parts = Pick<LinkParts, "opener" | "banks">;

/**
 * Ends at the bank what has ended here, and here what its consent was for. What opens it is kept until the bank has
 * said that it is over, or nothing is left of it by itself; then it is destroyed. Done again it changes nothing.
 */
export const endAtBankHandler = (parts: Parts) =>
  handle({
    job: endAtBank,
    authorise: async (ctx, { connectionId }) => {
      await inTransaction(ctx, (tx) => findConnection(tx, connectionId));
      return { run: true };
    },
    run: async (ctx, { connectionId }, signal) => {
      requirePermission(ctx, "connection.work");
      const connection = await endHere(ctx, connectionId);
      const failure = hasToTellBank(connection) ? await tellBank(ctx, parts, connection, signal) : null;
      if (failure && ctx.clock.now() < deadlineOf(connection)) throw failure;
      await settle(ctx, parts, connection, failure !== null);
    },
  });

/** A consent that ended ends what was got under it: nobody asks a bank under one consent with what another gave. */
async function endHere(ctx: Context, connectionId: ConnectionId): Promise<Connection> {
  return inTransaction(ctx, async (tx) => {
    const before = await lockConnection(tx, connectionId);
    const ending = await readEnding(tx, ctx, before.consentId);
    if (before.state === "ended" || !ending) {
      if (before.state === "ended") await endDialog(before, "cancelled");
      return before;
    }
    const reason = ending === "revokedAtBank" ? "endedAtBank" : "consentEnded";
    const after = end(before, reason, ctx.clock.now());
    await saveConnection(tx, before, after);
    await tellEnded(tx, connectionId);
    await endDialog(before, "consentEnded");
    await appendAudit(tx, ctx, connectionEnded({ connectionId, reason }));
    return after;

    function endDialog(of: Connection, why: AuthorisationFailure) {
      return endRunningAuthorisation(tx, ctx, { connectionId: of.connectionId, reason: why });
    }
  });
}

/** What the bank could not be told, or `null`. Each is tried, whatever became of the others. */
async function tellBank(
  ctx: Context,
  { opener, banks }: Parts,
  connection: Connection,
  signal: AbortSignal,
): Promise<unknown> {
  const bank = banks.of(connection.institutionId);
  if (!bank) return new AspspError("notSupported", { call: "end" });
  let failure: unknown = null;
  for (const grant of leftOf(ctx, opener, bank, connection)) {
    try {
      await endOne(ctx, opener, bank.connector, connection, await grant(), signal);
    } catch (cause) {
      failure ??= cause;
    }
  }
  return failure;
}

type Left = () => Promise<AccessGrant>;

function leftOf(ctx: Context, opener: Parts["opener"], bank: Bank, connection: Connection): readonly Left[] {
  const { leftReferences, bankReference, bankValidUntil: validUntil, connectionId, state } = connection;
  const left = leftReferences.map(
    (reference): Left =>
      async () => ({ reference, validUntil, tokens: null }),
  );
  if (state !== "ended" || bankReference === null) return left;
  return [
    ...left,
    () => lastGrant(ctx, opener, bank, connectionId, { reference: bankReference, validUntil }),
  ];
}

/** Where the credential was deleted its tokens are gone, and nobody can use the access any more. */
async function lastGrant(
  ctx: Context,
  opener: Parts["opener"],
  { binding }: Bank,
  connectionId: ConnectionId,
  known: Omit<AccessGrant, "tokens">,
): Promise<AccessGrant> {
  try {
    return await grantOf(ctx, opener, connectionId, "end", binding);
  } catch (cause) {
    if (!(cause instanceof AppError && cause.code === "vault.unopenable")) throw cause;
    return { ...known, tokens: null };
  }
}

async function endOne(
  ctx: Context,
  opener: Parts["opener"],
  connector: Connector,
  connection: Connection,
  grant: AccessGrant,
  signal: AbortSignal,
): Promise<void> {
  await connector.end(grant, signal, (tokens) => keepTokens(ctx, opener, connection, tokens));
}

async function settle(ctx: Context, { opener }: Parts, told: Connection, isGivenUp: boolean): Promise<void> {
  const { connectionId, tenantId } = told;
  if (told.state === "ended") await destroyTokens(ctx, opener, { tenantId, connectionId });
  await inTransaction(ctx, async (tx) => {
    const before = await lockConnection(tx, connectionId);
    const after = afterTelling(before, told);
    await saveConnection(tx, before, after);
    if (!hasToTellBank(after)) await clearDue(tx, connectionId);
    if (!hasToTellBank(told)) return;
    const ofEnded = told.state === "ended" && told.bankReference !== null ? 1 : 0;
    const accesses = told.leftReferences.length + ofEnded;
    await appendAudit(tx, ctx, (isGivenUp ? bankNotTold : endedAtBank)({ connectionId, accesses }));
  });
}
