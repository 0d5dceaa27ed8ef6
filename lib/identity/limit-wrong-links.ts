import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { mailLinkHolderOf } from "./proof-repository.ts";
import { countRefusal } from "./sign-in-limits.ts";
import type { Visit } from "./visit.ts";

/**
 * Whose link this is, or `null`, which counts against the visitor's network. A link that works is never refused for
 * what others did: nobody can guess one, and whoever has asked for theirs must not be locked out by a neighbour.
 */
export async function limitWrongLinks(ctx: Context, visit: Visit, token: Secret<string>) {
  const link = await inTransaction(ctx, (tx) => mailLinkHolderOf(tx, token));
  if (link?.origin === visit.origin) return link;
  await countRefusal(ctx, visit);
  return null;
}
