import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { ConnectionId } from "#lib/kernel/id.ts";
import { openTokens } from "#lib/vault/open-tokens.ts";
import type { Opener } from "#lib/vault/sealer.ts";
import { findConnection } from "./repository.ts";

/**
 * What the bank gave for a connection: its name for it, and what the vault keeps of it. `binding` is of the connector
 * that it is about to be used with.
 */
export async function grantOf(
  ctx: Context,
  opener: Opener,
  connectionId: ConnectionId,
  reason: "read" | "end" = "read",
  binding?: string,
): Promise<AccessGrant> {
  const connection = await inTransaction(ctx, (tx) => findConnection(tx, connectionId));
  const { bankReference: reference, bankValidUntil: validUntil } = connection;
  if (reference === null) throw new AspspError("consentInvalid", { call: "grant" });
  return { reference, validUntil, tokens: await openTokens(ctx, opener, connection, reason, binding) };
}
