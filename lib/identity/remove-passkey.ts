import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { passkeyRemoved } from "./audit-events.ts";
import { deletePasskey, listPasskeysOf, lockPasskeysOf } from "./repository.ts";
import { levelAfter } from "./session.ts";

export const RemovePasskey = z.strictObject({ passkeyId: idSchema("pky") });
export type RemovePasskey = z.output<typeof RemovePasskey>;

/** Whoever must sign in with a passkey keeps at least one. */
export async function removePasskey(ctx: Context, { passkeyId }: RemovePasskey): Promise<void> {
  const person = requirePerson(ctx, "ownPasskey.manage");
  requireFreshAuthentication(ctx);

  await inTransaction(ctx, async (tx) => {
    await lockPasskeysOf(tx, person.personId);
    await deletePasskey(tx, person.personId, passkeyId);
    const needed = person.type !== "pending" && levelAfter(person.type, "oidc") === "awaitingPasskey";
    if (needed && (await listPasskeysOf(tx, person.personId)).length === 0) {
      throw new AppError("identity.last_factor", { passkeyId });
    }
    await appendAudit(tx, ctx, passkeyRemoved({ passkeyId }));
  });
}
