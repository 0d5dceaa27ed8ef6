import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { BankSide } from "#lib/consent/access.ts";
import { type Coverage, readCoverage } from "#lib/consent/read-coverage.ts";
import type { Transaction } from "#lib/db/database.ts";
import { lateAfterMs as usuallyLateAfterMs } from "#lib/jobs/heartbeat.ts";
import { newId } from "#lib/kernel/id.ts";
import { syncBegan } from "./audit-events.ts";
import { bankSideOf } from "./bank-side.ts";
import type { Connection } from "./connection.ts";
import { stopSync } from "./finish-sync.ts";
import { nextRefresh } from "./refresh-time.ts";
import { findConnection } from "./repository.ts";
import type { SyncParts } from "./sync-parts.ts";
import {
  beginRun,
  countUnattended,
  findHeld,
  type HeldSync,
  insertSync,
  readHistory,
  takeFence,
} from "./sync-repository.ts";
import type { SyncRun } from "./sync-run.ts";
import type { SyncKind } from "./view.ts";

export interface BegunSync {
  readonly connection: Connection;
  readonly run: SyncRun;
  readonly side: BankSide;
  readonly coverage: Coverage;
  /** Whether another worker had begun it. */
  readonly isResumed: boolean;
}

/** How long after asking a person is still there. */
const presentForMs = 10 * 60_000;

/**
 * Takes the connection over: whoever read it before stores nothing more. `null` where there is nothing to do, because a
 * worker that is alive reads it, or there is nothing to be read under it.
 */
export async function beginSync(
  ctx: Context,
  { workerId, lateAfterMs = usuallyLateAfterMs }: Pick<SyncParts, "workerId" | "lateAfterMs">,
  asked: { readonly connectionId: Connection["connectionId"]; readonly kind: SyncKind },
): Promise<BegunSync | null> {
  return inTransaction(ctx, async (tx) => {
    const connection = await findConnection(tx, asked.connectionId);
    const { connectionId, consentId } = connection;
    const held = await findHeld(tx, connectionId, lateAfterMs);
    if (held?.isAlive) return null;
    const coverage = await readCoverage(tx, ctx, consentId);
    const now = ctx.clock.now();
    const next = coverage?.access.kind === "ongoing" ? nextRefresh(connectionId, now) : null;
    const fence = await takeFence(tx, connectionId, next);
    const isWaiting = connection.needs !== null && asked.kind === "scheduled";
    if (fence === null || !coverage || isWaiting) {
      if (held) await stopSync(tx, ctx, { connectionId, syncId: held.syncId });
      return null;
    }
    const run = await takeRun(tx, ctx, { connection, held, fence, kind: asked.kind }, workerId);
    const isResumed = held !== null && held.runs > 0;
    const { syncId, kind, person } = run;
    const facts = { connectionId, syncId, kind, isAttended: person !== null, isResumed };
    await appendAudit(tx, ctx, syncBegan(facts));
    return { connection, run, coverage, isResumed, side: await sideOf(tx, connection, run) };
  });
}

interface Taking {
  readonly connection: Connection;
  readonly held: HeldSync | null;
  readonly fence: number;
  readonly kind: SyncKind;
}

async function takeRun(
  tx: Transaction,
  ctx: Context,
  { connection, held, fence, kind }: Taking,
  workerId: string,
): Promise<SyncRun> {
  const { tenantId, connectionId, investorId } = connection;
  const now = ctx.clock.now();
  const fresh = { syncId: newId("syn"), kind, begunAt: now, person: null };
  if (!held) {
    await insertSync(tx, { tenantId, connectionId, investorId, ...fresh, isAttended: false });
  }
  const { syncId, begunAt, person: asking, ...taken } = held ?? fresh;
  const person = now.getTime() - begunAt.getTime() < presentForMs ? asking : null;
  const run = { tenantId, connectionId, investorId, syncId, begunAt, kind: taken.kind, fence, person };
  await beginRun(tx, run, workerId, person !== null);
  return run;
}

async function sideOf(tx: Transaction, connection: Connection, run: SyncRun): Promise<BankSide> {
  const { connectionId } = connection;
  const { hasBeenRead } = await readHistory(tx, connectionId);
  return bankSideOf(connection, {
    // Asked anew before each call, in that call's own transaction.
    hasCredential: true,
    unattendedReadsToday: await countUnattended(tx, connectionId),
    hasBeenRead,
    isAttended: run.person !== null,
  });
}

/** Whether the bank's own number of reads is used up; the consent's is for the consent to say. */
export const isUsedUp = (
  { capabilities }: Connector,
  { isAttended, unattendedReadsToday }: BankSide,
): boolean =>
  !isAttended &&
  capabilities.unattendedReadsPerDay !== null &&
  unattendedReadsToday >= capabilities.unattendedReadsPerDay;
