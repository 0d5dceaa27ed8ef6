import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConnectionId } from "#lib/kernel/id.ts";
import { type BeginLink, beginLink } from "./begin-link.ts";
import { findConnectionWith } from "./repository.ts";

/**
 * Begins a link, or names the one that the credential began before: whoever presses twice or in another tab means the
 * one that there is. Every other refusal stays one.
 */
export async function beginOrFindLink(
  ctx: Context,
  input: BeginLink,
): Promise<{ readonly connectionId: ConnectionId }> {
  try {
    return await beginLink(ctx, input);
  } catch (refusal) {
    if (!(refusal instanceof AppError && refusal.code === "connection.already_begun")) throw refusal;
    return inTransaction(ctx, (tx) => findConnectionWith(tx, input.credentialId));
  }
}
