import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Database } from "#lib/db/database.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { rewrapKey } from "./jobs.ts";
import { listKeysOfOthers } from "./key-repository.ts";

/** Re-wraps that wait in the queue at once, and how many of them are added in one transaction. */
const waitingAtOnce = 5_000;
const batch = 500;

/** Starts the re-wrapping of what other versions than the present one still wrap, a piece at each call. */
export async function moveKeys(
  ctx: Context,
  keyDatabase: Database,
  table: "records" | "book",
  { keyName, present }: { readonly keyName: KeyName; readonly present: KeyVersionName },
  signal: AbortSignal,
): Promise<void> {
  requirePermission(ctx, "keys.rotate");
  const owners = await inKeyTransaction(keyDatabase, "licet_system", null, (tx) =>
    listKeysOfOthers(tx, table, keyName, present, waitingAtOnce),
  );
  for (let at = 0; at < owners.length; at += batch) {
    signal.throwIfAborted();
    await inTransaction(ctx, async (tx) => {
      for (const owner of owners.slice(at, at + batch)) await enqueue(tx, rewrapKey, owner);
    });
  }
}
