import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { listSignInActs, type SignInAct } from "#lib/audit/list-sign-in-acts.ts";
import { staffLooked } from "#lib/audit/log-events.ts";
import type { EventId, PersonId } from "#lib/kernel/id.ts";
import { cutPage, type RowsPerPage, usualRows } from "#lib/kernel/rows-per-page.ts";
import { signInLogExported } from "./audit-events.ts";
import { readSessionsOf, type SessionRow } from "./firm-people-repository.ts";
import { personDisabledCode } from "./note-disabled.ts";
import { findPerson } from "./repository.ts";
import { type PersonFileView, type SignInEntryView, signInMethods } from "./view.ts";

const fileSize = 5_000;

/** Somebody of the own firm with their sessions and the log of their sign-ins. That it was looked at is an event. */
export async function readPerson(
  ctx: Context,
  personId: PersonId,
  after: EventId | null,
  size: RowsPerPage = usualRows,
): Promise<PersonFileView> {
  const actor = requirePerson(ctx, "person.read");
  return inTransaction(ctx, async (tx) => {
    const person = await findPerson(tx, personId);
    const sessions = await readSessionsOf(tx, personId);
    const acts = await listSignInActs(tx, personId, { after, size: size + 1 });
    const { page, last } = cutPage(acts, size);
    await appendAudit(tx, ctx, staffLooked({ what: "person", id: personId }));
    return {
      id: personId,
      name: person.name,
      email: person.email,
      role: person.role,
      disabledAt: person.disabledAt?.toISOString() ?? null,
      lastSignInAt: sessions[0]?.started_at.toISOString() ?? null,
      isSelf: personId === actor.personId,
      sessions: sessions.filter(({ is_running }) => is_running).map(toSession),
      log: page.map((act) => toEntry(act, sessions)),
      next: last?.eventId ?? null,
    };
  });
}

export interface SignInLog {
  readonly name: string | null;
  readonly entries: readonly SignInEntryView[];
}

/** The newest of the log as lines of a file, which leaves its event. */
export async function exportSignInLog(ctx: Context, personId: PersonId): Promise<SignInLog> {
  requirePerson(ctx, "person.export");
  requireFreshAuthentication(ctx);
  return inTransaction(ctx, async (tx) => {
    const { name } = await findPerson(tx, personId);
    const sessions = await readSessionsOf(tx, personId);
    const acts = await listSignInActs(tx, personId, { after: null, size: fileSize });
    await appendAudit(tx, ctx, signInLogExported({ personId, rows: acts.length }));
    return { name, entries: acts.map((act) => toEntry(act, sessions)) };
  });
}

const toSession = (row: SessionRow) => ({
  id: row.session_id,
  device: row.device,
  method: row.method,
  startedAt: row.started_at.toISOString(),
  lastSeenAt: row.last_seen_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
});

/** What of the log says by itself why somebody did not get in; others say it in their code. */
const withheld = "identity.signInMailWithheld";

/** Sessions are purged before the log is: of an older entry the device is not known any more. */
function toEntry(
  { eventId, at, type, sessionId, facts }: SignInAct,
  sessions: readonly SessionRow[],
): SignInEntryView {
  const session = sessions.find(({ session_id }) => session_id === sessionId);
  return {
    id: eventId,
    at: at.toISOString(),
    type,
    refusal: typeof facts.code === "string" ? facts.code : type === withheld ? personDisabledCode : null,
    device: session?.device ?? null,
    method: session?.method ?? signInMethods.find((method) => method === facts.method) ?? null,
  };
}
