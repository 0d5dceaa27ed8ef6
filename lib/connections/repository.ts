import { and, desc, eq, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConnectionId, CredentialId, TenantId } from "#lib/kernel/id.ts";
import { type Connection, hasToTellBank, requireLive } from "./connection.ts";
import { connections } from "./schema.ts";

export type NewConnection = Pick<
  Connection,
  | "tenantId"
  | "connectionId"
  | "investorId"
  | "institutionId"
  | "region"
  | "credentialId"
  | "consentId"
  | "begunAt"
>;

/** A credential has one connection: of any number of beginnings one is the first. */
export async function insertConnection(tx: Transaction, connection: NewConnection): Promise<void> {
  const { tenantId, connectionId, investorId, institutionId, region } = connection;
  const { credentialId, consentId, begunAt } = connection;
  const { rowCount } = await tx.execute(sql`insert into ${connections} (tenant_id, connection_id, investor_id,
      institution_id, region, credential_id, consent_id, state, begun_at)
    values (${tenantId}, ${connectionId}, ${investorId}, ${institutionId}, ${region}, ${credentialId}, ${consentId},
      'linking', ${begunAt.toISOString()}::timestamptz)
    on conflict do nothing`);
  if (rowCount !== 1) throw new AppError("connection.already_begun", { connectionId });
}

const ofId = (connectionId: ConnectionId): SQL => eq(connections.connectionId, connectionId);

/** Row security makes another person's or firm's connection indistinguishable from a missing one. */
export async function findConnection(tx: Transaction, connectionId: ConnectionId): Promise<Connection> {
  return one(connectionId, await tx.select().from(connections).where(ofId(connectionId)));
}

/** The one that was begun with the credential, of which there is one at most. */
export async function findConnectionWith(tx: Transaction, credentialId: CredentialId): Promise<Connection> {
  const [row] = await tx.select().from(connections).where(eq(connections.credentialId, credentialId));
  if (!row) throw new AppError("connection.not_found", { credentialId });
  return toConnection(row);
}

/** Nobody else changes it until this transaction ends. A hold of its consent, if there is to be one, comes before this. */
export async function lockConnection(tx: Transaction, connectionId: ConnectionId): Promise<Connection> {
  const rows = await tx.select().from(connections).where(ofId(connectionId)).for("no key update");
  return one(connectionId, rows);
}

/** Refuses what ended; nobody ends it until this transaction is over. For each request of a read, and each store. */
export async function holdConnection(tx: Transaction, connectionId: ConnectionId): Promise<Connection> {
  const rows = await tx.select().from(connections).where(ofId(connectionId)).for("share");
  return requireLive(one(connectionId, rows));
}

/** All that the actor may see, the newest first. */
export async function listConnectionsSeen(tx: Transaction, limit: number): Promise<readonly Connection[]> {
  const rows = await tx
    .select()
    .from(connections)
    .orderBy(desc(connections.begunAt), desc(connections.connectionId))
    .limit(limit);
  return rows.map(toConnection);
}

/** All of one investor that the actor may see, those that ended too. */
export async function listConnectionsOf(
  tx: Transaction,
  investorId: Connection["investorId"],
): Promise<readonly Connection[]> {
  const rows = await tx
    .select()
    .from(connections)
    .where(eq(connections.investorId, investorId))
    .orderBy(connections.connectionId);
  return rows.map(toConnection);
}

/** How many connections are left; `null` while somebody is still at one of them. */
export async function deleteLinksOf(
  tx: Transaction,
  investorId: Connection["investorId"],
): Promise<number | null> {
  const { rows } = await tx.execute<{ left: number | null }>(
    sql`select gate.erase_links_of(${investorId}) as left`,
  );
  return rows[0]?.left ?? null;
}

/** The investor's others at the same bank that have not ended. */
export async function listLiveBeside(
  tx: Transaction,
  {
    connectionId,
    investorId,
    institutionId,
  }: Pick<Connection, "connectionId" | "investorId" | "institutionId">,
): Promise<readonly Connection[]> {
  const rows = await tx
    .select()
    .from(connections)
    .where(
      and(
        ...[eq(connections.investorId, investorId), eq(connections.institutionId, institutionId)],
        ...[ne(connections.connectionId, connectionId), ne(connections.state, "ended")],
      ),
    )
    .orderBy(connections.connectionId);
  return rows.map(toConnection);
}

/**
 * Writes what the decision changed, over the state that it was based on; roles may write what is theirs to decide and
 * nothing else. Where the bank has to be told something from now on, that is due.
 */
export async function saveConnection(tx: Transaction, before: Connection, after: Connection): Promise<void> {
  const isDueNow = hasToTellBank(after) && !hasToTellBank(before);
  const values = {
    ...changesOf(before, after),
    ...(isDueNow ? { endingDueAt: sql`clock_timestamp()` } : {}),
  };
  if (Object.keys(values).length === 0) return;
  const { connectionId, state } = before;
  const written = await tx
    .update(connections)
    .set(values)
    .where(and(ofId(connectionId), eq(connections.state, state)))
    .returning({ connectionId: connections.connectionId });
  if (written.length !== 1) throw new AppError("connection.changed", { connectionId, state });
}

const changeable = [
  ...(["state", "needs", "needsReason", "needsSince", "bankReference", "bankValidUntil"] as const),
  ...(["lastScaAt", "linkedAt", "endedAt", "endedReason", "leftReferences"] as const),
] as const;

function changesOf(before: Connection, after: Connection): Partial<typeof connections.$inferInsert> {
  const changed = changeable.filter((name) => before[name] !== after[name]);
  return Object.fromEntries(changed.map((name) => [name, after[name]]));
}

/** The bank knows all that it has to know, or its time is over. */
export async function clearDue(tx: Transaction, connectionId: ConnectionId): Promise<void> {
  await tx.update(connections).set({ endingDueAt: null }).where(ofId(connectionId));
}

/** Those of which a bank has been waiting to be told for a while, over all firms. */
export async function listUnended(
  tx: Transaction,
  limit: number,
): Promise<readonly { readonly tenantId: TenantId; readonly connectionId: ConnectionId }[]> {
  const { tenantId, connectionId, endingDueAt } = connections;
  return tx
    .select({ tenantId, connectionId })
    .from(connections)
    .where(and(isNotNull(endingDueAt), sql`${endingDueAt} < now() - interval '5 minutes'`))
    .orderBy(endingDueAt)
    .limit(limit);
}

/** Whether anything else that is alive relies on the consent. */
export async function isReliedOnBeside(
  tx: Transaction,
  { connectionId, consentId }: Connection,
): Promise<boolean> {
  const others = await tx
    .select({ connectionId: connections.connectionId })
    .from(connections)
    .where(
      and(
        ...[eq(connections.consentId, consentId), ne(connections.connectionId, connectionId)],
        ne(connections.state, "ended"),
      ),
    )
    .limit(1);
  return others.length > 0;
}

/** Tells whoever dials or reads for it in any worker, with this transaction's commit. */
export async function tellEnded(tx: Transaction, connectionId: ConnectionId): Promise<void> {
  await tx.execute(sql`select pg_notify('licet_consent_ended', ${connectionId})`);
}

function one(connectionId: ConnectionId, [row]: readonly (typeof connections.$inferSelect)[]): Connection {
  if (!row) throw new AppError("connection.not_found", { connectionId });
  return toConnection(row);
}

export function toConnection({ fence: _, ...row }: Row): Connection {
  return row;
}

type Row = typeof connections.$inferSelect;
