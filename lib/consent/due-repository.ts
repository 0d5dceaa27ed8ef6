import { and, eq, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { Consent, EndedConsent, GivenConsent } from "./consent.ts";
import { databaseNow, toConsent } from "./repository.ts";
import { consentReminders, consents } from "./schema.ts";
import { reminderDays } from "./validity.ts";

/** Fixed for a statement, so that an index can be asked. */
const clock = sql`statement_timestamp()`;

/** Given and past its end, or asked for and never answered. */
const isDue = or(
  and(eq(consents.state, "given"), lte(consents.validUntil, clock)),
  and(inArray(consents.state, ["requested", "presented"]), lte(consents.answerBy, clock)),
) as SQL;

export async function listFirmsWithDue(tx: Transaction): Promise<readonly TenantId[]> {
  const rows = await tx.selectDistinct({ tenantId: consents.tenantId }).from(consents).where(isDue);
  return rows.map(({ tenantId }) => tenantId);
}

/** Some that are due and that nobody else is closing or changing at this moment. */
export async function lockDue(
  tx: Transaction,
  limit: number,
): Promise<{ readonly due: readonly Consent[]; readonly now: Date }> {
  const rows = await tx
    .select()
    .from(consents)
    .where(isDue)
    .limit(limit)
    .for("no key update", { skipLocked: true });
  return { due: rows.map(toConsent), now: await databaseNow(tx) };
}

/** One statement for many. How many there were is the caller's to compare with how many there ought to be. */
export async function saveExpired(tx: Transaction, ended: readonly EndedConsent[]): Promise<number> {
  const written = await tx
    .update(consents)
    .set({ state: "expired", revision: sql`${consents.revision} + 1`, endedAt: ended[0]?.endedAt ?? null })
    .where(and(idsIn(ended), isNull(consents.endedAt)))
    .returning({ consentId: consents.consentId });
  return written.length;
}

const idsIn = (ended: readonly EndedConsent[]) =>
  sql`${consents.consentId} = any(${sql.param(ended.map(({ consentId }) => consentId))})`;

/** Firms with a consent whose end comes within the longest time of a reminder. */
export async function listFirmsWithEndings(tx: Transaction): Promise<readonly TenantId[]> {
  const rows = await tx.selectDistinct({ tenantId: consents.tenantId }).from(consents).where(isEnding);
  return rows.map(({ tenantId }) => tenantId);
}

const isEnding = sql`${consents.state} = 'given' and ${consents.validUntil} > ${clock}
  and ${consents.validUntil} <= ${clock} + make_interval(days => ${reminderDays[0]})`;

/** Consents that end soon, after the given one in order, and when it is. */
export async function listEnding(
  tx: Transaction,
  after: ConsentId | null,
  limit: number,
): Promise<{ readonly ending: readonly GivenConsent[]; readonly now: Date }> {
  const rows = await tx
    .select()
    .from(consents)
    .where(and(isEnding, after ? sql`${consents.consentId} > ${after}` : undefined))
    .orderBy(consents.consentId)
    .limit(limit);
  const ending = rows.map(toConsent).filter((consent): consent is GivenConsent => consent.state === "given");
  return { ending, now: await databaseNow(tx) };
}

export interface Reminder {
  readonly tenantId: TenantId;
  readonly consentId: ConsentId;
  readonly validUntil: Date;
  readonly daysBefore: number;
  readonly investorId: PersonId;
  readonly madeAt: Date;
}

/** Notes the reminders that were not noted before, and says which those are. */
export async function insertReminders(
  tx: Transaction,
  reminders: readonly Reminder[],
): Promise<readonly Reminder[]> {
  if (reminders.length === 0) return [];
  return tx
    .insert(consentReminders)
    .values([...reminders])
    .onConflictDoNothing()
    .returning();
}

const isReminder = ({
  consentId,
  validUntil,
  daysBefore,
}: Pick<Reminder, "consentId" | "validUntil" | "daysBefore">) =>
  and(
    eq(consentReminders.consentId, consentId),
    eq(consentReminders.validUntil, validUntil),
    eq(consentReminders.daysBefore, daysBefore),
  );

/** A reminder that was not mailed yet; nobody else mails it until this transaction ends. `null` if it was. */
export async function lockUnmailed(
  tx: Transaction,
  which: Pick<Reminder, "consentId" | "validUntil" | "daysBefore">,
): Promise<Reminder | null> {
  const [row] = await tx
    .select()
    .from(consentReminders)
    .where(and(isReminder(which), isNull(consentReminders.mailedAt)))
    .for("update");
  return row ?? null;
}

export async function saveMailed(tx: Transaction, reminder: Reminder, mailedAt: Date): Promise<void> {
  await tx.update(consentReminders).set({ mailedAt }).where(isReminder(reminder));
}

/** Those of consents that still end when the reminder says, the latest first. */
export async function listReminders(tx: Transaction): Promise<readonly Reminder[]> {
  const rows = await tx
    .select({ reminder: consentReminders })
    .from(consentReminders)
    .innerJoin(
      consents,
      and(
        eq(consents.consentId, consentReminders.consentId),
        eq(consents.validUntil, consentReminders.validUntil),
        eq(consents.state, "given"),
      ),
    )
    .orderBy(sql`${consentReminders.madeAt} desc`);
  return rows.map(({ reminder }) => reminder);
}
