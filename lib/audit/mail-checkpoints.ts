import { hash } from "node:crypto";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AuditLogError } from "./audit-log-error.ts";
import { readLatestCheckpoint, type StoredCheckpoint } from "./checkpoint-repository.ts";
import { isMailDue } from "./mailing.ts";
import {
  claimMailing,
  readLastOfDays,
  readMailing,
  recordMailed,
  recordMailFailed,
} from "./mailing-repository.ts";

/** Resolves once the mail server has taken the mail. */
export type SendCheckpoints = (to: string, mail: CheckpointMail, signal: AbortSignal) => Promise<void>;

export interface CheckpointMail {
  readonly origin: string;
  /** How many entries the newest of the checkpoints covers. */
  readonly size: number;
  /** Signed notes, one after the other, to the byte. */
  readonly notes: string;
}

export interface CheckpointMailing {
  readonly origin: string;
  readonly to: string;
  /** There is at least this much between two mails. */
  readonly everyMs: number;
  readonly send: SendCheckpoints;
  /** What the mail server is given to take a mail. */
  readonly deadlineMs: number;
}

/**
 * Mails one mailbox the newest checkpoint if it is owed one, with the last of each day since the mail before: of no
 * day is nothing held outside. Waits for the mail server in no transaction, so that nothing else waits for it.
 * Whoever dies between mail and record sends it once more.
 */
export async function mailCheckpoints(
  ctx: Context,
  { origin, to, everyMs, send, deadlineMs }: CheckpointMailing,
  stopping: AbortSignal,
): Promise<boolean> {
  requirePermission(ctx, "audit.signCheckpoint");
  const key = { origin, recipient: hash("sha256", `${origin}\n${to}`, "buffer") };
  const owed = await inTransaction(ctx, async (tx): Promise<readonly StoredCheckpoint[]> => {
    const latest = await readLatestCheckpoint(tx, origin);
    const { mailing, now } = await readMailing(tx, key);
    if (!latest || (mailing && !isMailDue(mailing, latest.size, { now, everyMs }))) return [];
    if (!(await claimMailing(tx, key, mailing))) return [];
    return mailing?.size == null ? [latest] : readLastOfDays(tx, origin, mailing.size);
  });
  const newest = owed.at(-1);
  if (!newest) return false;

  const mail = { origin, size: newest.size, notes: owed.map(({ note }) => note).join("") };
  try {
    await inTime(stopping, deadlineMs, (signal) => send(to, mail, signal));
  } catch (cause) {
    // Nothing failed if this process was told to stop; the mail is sent again.
    if (stopping.aborted) return false;
    await inTransaction(ctx, (tx) => recordMailFailed(tx, key));
    throw cause;
  }
  await inTransaction(ctx, (tx) => recordMailed(tx, key, newest.size));
  return true;
}

/** Ends when it has to, whatever the mail library waits for. */
async function inTime(
  stopping: AbortSignal,
  deadlineMs: number,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(deadlineMs)]);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = () => reject(new AuditLogError("mailTimedOut"));
  signal.addEventListener("abort", end, { once: true });
  await Promise.race([work(signal), ended]).finally(() => signal.removeEventListener("abort", end));
}
