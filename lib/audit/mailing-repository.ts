import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { StoredCheckpoint } from "./checkpoint-repository.ts";
import type { Mailing } from "./mailing.ts";

/** A mailbox of one log, as the database knows it. */
export interface MailingKey {
  readonly origin: string;
  readonly recipient: Buffer;
}

interface Row extends Record<string, unknown> {
  size: string | null;
  mailed_at: Date | null;
  attempted_at: Date | null;
  now: Date;
}

const toDate = (value: Date | string): Date => new Date(value);

/** What the mailbox was sent, `null` before the first attempt, and what the database's clock says. */
export async function readMailing(
  tx: Transaction,
  { origin, recipient }: MailingKey,
): Promise<{ readonly mailing: Mailing | null; readonly now: Date }> {
  const { rows } = await tx.execute<Row>(sql`select m.size, m.mailed_at, m.attempted_at, now() as now
    from (select 1) one left join audit_mailings m on m.origin = ${origin} and m.recipient = ${recipient}`);
  const row = rows[0] as Row;
  if (row.attempted_at === null) return { mailing: null, now: toDate(row.now) };
  return {
    mailing: {
      size: row.size === null ? null : Number(row.size),
      mailedAt: row.mailed_at && toDate(row.mailed_at),
      attemptedAt: toDate(row.attempted_at),
    },
    now: toDate(row.now),
  };
}

/** Whether the attempt is this process's: of several that found a mail due, one gets it. */
export async function claimMailing(
  tx: Transaction,
  { origin, recipient }: MailingKey,
  mailing: Mailing | null,
): Promise<boolean> {
  const { rowCount } = await tx.execute(
    mailing === null
      ? sql`insert into audit_mailings (origin, recipient) values (${origin}, ${recipient}) on conflict do nothing`
      : sql`update audit_mailings set attempted_at = now() where origin = ${origin} and recipient = ${recipient}
          and date_trunc('milliseconds', attempted_at) = ${mailing.attemptedAt.toISOString()}::timestamptz`,
  );
  return rowCount === 1;
}

export async function recordMailed(
  tx: Transaction,
  { origin, recipient }: MailingKey,
  size: number,
): Promise<void> {
  await tx.execute(sql`update audit_mailings set size = ${size}, mailed_at = now(), failing_since = null
    where origin = ${origin} and recipient = ${recipient} and coalesce(size, -1) < ${size}`);
}

export async function recordMailFailed(tx: Transaction, { origin, recipient }: MailingKey): Promise<void> {
  await tx.execute(sql`update audit_mailings set failing_since = coalesce(failing_since, now())
    where origin = ${origin} and recipient = ${recipient}`);
}

/** The last checkpoint of each day (UTC) among those after `size`, in order: the newest is the last of them. */
export async function readLastOfDays(
  tx: Transaction,
  origin: string,
  size: number,
): Promise<readonly StoredCheckpoint[]> {
  const { rows } = await tx.execute<{ size: string; note: string }>(sql`
    select size, note from (
      select distinct on ((signed_at at time zone 'UTC')::date) size, note from audit_checkpoints
      where origin = ${origin} and size > ${size}
      order by (signed_at at time zone 'UTC')::date, size desc) last_of_day
    order by size`);
  return rows.map((row) => ({ size: Number(row.size), note: row.note }));
}
