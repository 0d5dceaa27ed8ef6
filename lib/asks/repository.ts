import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { postgresCode, type Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AskId, PersonId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { Ask } from "./ask.ts";
import { clientAsks } from "./schema.ts";

/**
 * Whether what was asked for is still to be done: the consent was not renewed or ended since, or a bank still asks for
 * what it asked for then. Whoever may read the consents and connections of the investor reads it.
 */
const isOpen = sql`case ${clientAsks.what}
  when 'renew' then exists (select 1 from consents c where c.consent_id = ${clientAsks.about}
    and c.investor_id = ${clientAsks.investorId} and c.state = 'given' and c.valid_until > statement_timestamp()
    and c.confirmed_at <= ${clientAsks.askedAt})
  else exists (select 1 from connections n where n.investor_id = ${clientAsks.investorId}
    and n.institution_id = ${clientAsks.about} and n.state <> 'ended' and n.needs is not null
    and n.needs_since <= ${clientAsks.askedAt}) end`;

/** Those about one investor that row security leaves the actor. */
export async function listAsksOf(tx: Transaction, investorId: PersonId): Promise<readonly Ask[]> {
  return tx.select().from(clientAsks).where(eq(clientAsks.investorId, investorId));
}

/** Those of them that are still to be done, the newest first. */
export async function listOpenAsks(tx: Transaction, investorId: PersonId): Promise<readonly Ask[]> {
  return tx
    .select()
    .from(clientAsks)
    .where(and(eq(clientAsks.investorId, investorId), isOpen))
    .orderBy(desc(clientAsks.askedAt));
}

/** `check_violation` is the week's, `insufficient_privilege` says that there is nothing any more to be asked for. */
const refusals = {
  "23514": "ask.asked_already",
  "42501": "ask.nothing_to_ask",
  LIC02: "ask.nothing_to_ask",
} as const;

/** Puts it in the place of the last time that the same was asked. */
export async function saveAsk(tx: Transaction, ask: Omit<Ask, "askedAt" | "mailedAt">): Promise<void> {
  const { tenantId, investorId, what, about, askId, askedBy } = ask;
  try {
    await tx.execute(sql`insert into client_asks (tenant_id, investor_id, what, about, ask_id, asked_by)
      values (${tenantId}, ${investorId}, ${what}, ${about}, ${askId}, ${askedBy})
      on conflict (tenant_id, investor_id, what, about) do update
        set ask_id = excluded.ask_id, asked_by = excluded.asked_by, asked_at = now(), mailed_at = null`);
  } catch (failure) {
    const code = refusals[postgresCode(failure) as keyof typeof refusals];
    if (!code) throw failure;
    throw new AppError(code, { investorId, what }, { cause: failure });
  }
}

const isAsk = (askId: AskId): SQL => eq(clientAsks.askId, askId);

/** Whether it is still the last of its kind, unmailed, and still to be done. */
export async function isToBeMailed(tx: Transaction, askId: AskId): Promise<boolean> {
  const found = await tx
    .select({ askId: clientAsks.askId })
    .from(clientAsks)
    .where(and(isAsk(askId), isNull(clientAsks.mailedAt), isOpen));
  return found.length === 1;
}

/** One that was not mailed yet; nobody else mails it until this transaction ends. `null` if it was. */
export async function lockUnmailed(tx: Transaction, askId: AskId): Promise<Ask | null> {
  const unmailed = and(isAsk(askId), isNull(clientAsks.mailedAt));
  const [row] = await tx.select().from(clientAsks).where(unmailed).for("update");
  return row ?? null;
}

export async function saveMailed(tx: Transaction, askId: AskId, mailedAt: Date): Promise<void> {
  await tx.update(clientAsks).set({ mailedAt }).where(isAsk(askId));
}

/** Row security lets it happen only to whose records are erased already. */
export async function deleteAsksOf(tx: Transaction, investorId: PersonId): Promise<void> {
  const isTheirs = eq(clientAsks.investorId, investorId);
  await tx.delete(clientAsks).where(isTheirs);
  const left = await tx.select({ askId: clientAsks.askId }).from(clientAsks).where(isTheirs).limit(1);
  if (left.length > 0) throw new AppError("disclosure.records_not_erased", { investorId });
}

export interface Addressee {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly isDisabled: boolean;
  readonly firm: string;
  readonly advisor: string;
  /** When the consent ends that is spoken of; `null` of a bank. */
  readonly validUntil: Date | null;
}

/** Whom it is mailed to, in their language or in English, and by whom it was asked. */
export async function readAddressee(tx: Transaction, ask: Ask): Promise<Addressee> {
  const { rows } = await tx.execute<Omit<Addressee, "validUntil"> & { validUntil: string | null }>(sql`
    select p.name, p.email, coalesce(p.locale, 'en') as locale, p.disabled_at is not null as "isDisabled",
      t.name as firm, a.name as advisor, (select to_char(c.valid_until at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from consents c where c.consent_id = ${ask.about}) as "validUntil"
    from people p join tenants t on t.tenant_id = p.tenant_id
    join people a on a.tenant_id = p.tenant_id and a.person_id = ${ask.askedBy}
    where p.person_id = ${ask.investorId}`);
  const [row] = rows;
  if (!row) throw new AppError("identity.person_not_found", { personId: ask.investorId });
  return { ...row, validUntil: row.validUntil === null ? null : new Date(row.validUntil) };
}
