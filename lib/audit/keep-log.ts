import type { Context } from "#lib/access/context.ts";
import type { Logger } from "#lib/config/logger.ts";
import { tell } from "#lib/kernel/told.ts";
import { checkEveryMs, checkLog } from "./check-log.ts";
import { indexBatchSize, indexEntries } from "./index-entries.ts";
import { type CheckpointMailing, mailCheckpoints } from "./mail-checkpoints.ts";
import { type AuditLogState, readAuditLogStatus } from "./read-log-status.ts";
import { repeatAlarmMs, repeatUntil } from "./repeat.ts";
import { batchSize, beginEpoch, sequenceEvents } from "./sequence-events.ts";
import type { SignCheckpoint } from "./sign-checkpoint.ts";

const sequenceEveryMs = 100;
const indexEveryMs = 200;
const signEveryMs = 1_000;
const watchEveryMs = 1_000;
/** How often it is looked whether a mailbox is owed a mail. */
const mailEveryMs = 10_000;

export interface KeptLog {
  /** Returns when what is under way is over. */
  stop(): Promise<void>;
}

export interface LogKeeping {
  readonly sign: SignCheckpoint;
  /** The mailboxes that are sent checkpoints. */
  readonly mailings?: readonly CheckpointMailing[];
  /** The log's name, under which it is checked; without it, it is not. */
  readonly origin?: string;
}

/**
 * Keeps the log beside the jobs: events get their places, the tree is signed, and whoever watches the worker's log
 * is told when either is late. Several workers may do so; at each moment one of them does. A failure of one part
 * stops none of the others, and everything goes on where it was.
 */
export function keepAuditLog(
  ctx: Context,
  { sign, mailings = [], origin }: LogKeeping,
  log: Logger,
): KeptLog {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loops = [
    sequenceUntil(signal, ctx, log),
    repeatUntil(signal, indexEveryMs, log, "audit.indexing_failed", () => indexUntil(signal, ctx)),
    repeatUntil(signal, signEveryMs, log, "audit.signing_failed", async () => void (await sign(ctx))),
    repeatUntil(signal, watchEveryMs, log, "audit.watching_failed", watchman(ctx, log)),
    ...(origin === undefined
      ? []
      : [repeatUntil(signal, checkEveryMs, log, "audit.checking_failed", () => check(ctx, origin, log))]),
    // Each mailbox by itself: one that fails keeps back no other. In the log it is a number and no address.
    ...mailings.map((mailing, at) =>
      repeatUntil(signal, mailEveryMs, log.child({ mailbox: at + 1 }), "audit.mailing_failed", async () => {
        await mailCheckpoints(ctx, mailing, signal);
      }),
    ),
  ];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function sequenceUntil(stopping: AbortSignal, ctx: Context, log: Logger): Promise<void> {
  let isEpochKnown = false;
  await repeatUntil(stopping, sequenceEveryMs, log, "audit.sequencing_failed", async () => {
    try {
      // A connection that was lost may have led to another cluster.
      if (!isEpochKnown) await beginEpoch(ctx);
      isEpochKnown = true;
      for (let isFull = true; isFull && !stopping.aborted; ) {
        const added = await sequenceEvents(ctx);
        isFull = added !== null && added.to - added.from === batchSize;
      }
    } catch (failure) {
      isEpochKnown = false;
      throw failure;
    }
  });
}

/** A long log that was never indexed is not waited for: it goes on in small steps until it is done. */
async function indexUntil(stopping: AbortSignal, ctx: Context): Promise<void> {
  for (let isFull = true; isFull && !stopping.aborted; ) {
    const added = await indexEntries(ctx);
    isFull = added !== null && added.to - added.from === indexBatchSize;
  }
}

async function check(ctx: Context, origin: string, log: Logger): Promise<void> {
  const { fault = null } = (await checkLog(ctx, origin)) ?? {};
  if (fault) log.error({ fault: fault.kind, at: fault.at }, "audit.check_failed");
}

/** Says that the log is late when it begins to be, every minute while it is, and when it no longer is. */
function watchman(ctx: Context, log: Logger): () => Promise<void> {
  let said: { readonly state: AuditLogState; readonly at: number } = { state: "inStep", at: 0 };
  return async () => {
    const status = await readAuditLogStatus(ctx);
    tell("audit.watched", {
      size: status.size,
      unsequencedSeconds: status.unsequencedMs / 1_000,
      unsignedSeconds: status.unsignedMs / 1_000,
      unmailedSeconds: status.unmailedMs / 1_000,
    });
    const now = performance.now();
    const isNew = status.state !== said.state;
    if (!isNew && (status.state === "inStep" || now - said.at < repeatAlarmMs)) return;
    said = { state: status.state, at: now };
    if (status.state === "inStep") log.info(status, "audit.in_step");
    else log.error(status, `audit.${status.state}`);
  };
}
