import { eq, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId, ReceiptId, TenantId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { contactFields, type FirmContacts, noContacts } from "./firm-contacts.ts";
import { firmContacts, receiptMailings } from "./schema.ts";

export interface StoredContacts {
  readonly contacts: FirmContacts;
  /** 0 where the firm has said nothing yet. */
  readonly revision: number;
}

/** Those of the acting firm; row security shows no other. */
export async function findContacts(tx: Transaction): Promise<StoredContacts> {
  const [row] = await tx.select().from(firmContacts);
  if (!row) return { contacts: noContacts, revision: 0 };
  const contacts = Object.fromEntries(contactFields.map((field) => [field, row[field]])) as FirmContacts;
  return { contacts, revision: row.revision };
}

/** Writes only over what the decision was based on. */
export async function saveContacts(
  tx: Transaction,
  tenantId: TenantId,
  { revision }: Pick<StoredContacts, "revision">,
  contacts: FirmContacts,
  changedAt: Date,
): Promise<void> {
  const said = { ...contacts, revision: revision + 1, changedAt };
  const written =
    revision === 0
      ? await tx
          .insert(firmContacts)
          .values({ tenantId, ...said })
          .onConflictDoNothing()
          .returning({ tenantId: firmContacts.tenantId })
      : await tx
          .update(firmContacts)
          .set(said)
          .where(eq(firmContacts.revision, revision))
          .returning({ tenantId: firmContacts.tenantId });
  if (written.length !== 1) throw new AppError("firmContacts.changed", { tenantId });
}

export async function isMailed(tx: Transaction, receiptId: ReceiptId): Promise<boolean> {
  const rows = await tx.select().from(receiptMailings).where(eq(receiptMailings.receiptId, receiptId));
  return rows.length > 0;
}

/** Notes that a receipt went out; `false` where that is noted. Whoever else notes it waits for this transaction's end. */
export async function noteMailing(
  tx: Transaction,
  mailing: typeof receiptMailings.$inferInsert,
): Promise<boolean> {
  const written = await tx
    .insert(receiptMailings)
    .values(mailing)
    .onConflictDoNothing()
    .returning({ receiptId: receiptMailings.receiptId });
  return written.length === 1;
}

export interface Addressee {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly isDisabled: boolean;
}

/** Whom a receipt goes to, in their language or in English. */
export async function readAddressee(tx: Transaction, personId: PersonId): Promise<Addressee> {
  const { rows } = await tx.execute<Addressee & Record<string, unknown>>(sql`
    select name, email, coalesce(locale, 'en') as locale, disabled_at is not null as "isDisabled"
    from people where person_id = ${personId}`);
  if (!rows[0]) throw new AppError("identity.person_not_found", { personId });
  return rows[0];
}
