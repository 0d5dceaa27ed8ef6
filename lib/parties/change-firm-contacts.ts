import type { Context } from "#lib/access/context.ts";
import { mayDo, requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { contactsChanged } from "./audit-events.ts";
import { type ChangeFirmContacts, changedFields } from "./firm-contacts.ts";
import { findContacts, saveContacts } from "./repository.ts";

/** Whether the acting person may say how the firm is reached. */
export const mayChangeContacts = ({ actor }: Context): boolean => mayDo(actor.type, "firmContacts.change");

/** Refuses unless the acting person may say it and proved who they are a moment ago: before they begin to type. */
export function requireContactsChangeable(ctx: Context): void {
  requirePerson(ctx, "firmContacts.change");
  requireFreshAuthentication(ctx);
}

/** Investors read the new facts from the commit on. Two who change them at once do not undo each other unseen. */
export async function changeFirmContacts(
  ctx: Context,
  { revision, ...contacts }: ChangeFirmContacts,
): Promise<void> {
  const { tenantId } = requirePerson(ctx, "firmContacts.change");
  requireFreshAuthentication(ctx);

  await inTransaction(ctx, async (tx) => {
    const before = await findContacts(tx);
    if (before.revision !== revision) throw new AppError("firmContacts.changed", { tenantId });
    const fields = changedFields(before.contacts, contacts);
    if (fields.length === 0) return;
    await saveContacts(tx, tenantId, before, contacts, ctx.clock.now());
    await appendAudit(tx, ctx, contactsChanged({ fields: [...fields] }));
  });
}
