import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { blankPerson } from "./repository.ts";

/**
 * Name, address, sessions, passkeys, links and requests to sign in are gone with the commit. The row stays as an
 * identifier that the log and the proof refer to, and the address is free for somebody new. Done again it changes nothing.
 */
export async function erasePerson(tx: Transaction, ctx: Context, personId: PersonId): Promise<void> {
  requirePermission(ctx, "person.erase");
  await blankPerson(tx, personId, ctx.clock.now());
}
