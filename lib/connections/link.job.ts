import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { AuthorisationFailure } from "#lib/authorisation/authorisation.ts";
import { type ClaimedAuthorisation, claimAuthorisation } from "#lib/authorisation/claim-authorisation.ts";
import { failedAt } from "#lib/authorisation/end-authorisation.ts";
import { handle, type JobHandler } from "#lib/jobs/handler.ts";
import { failDialog } from "./conclude-dialog.ts";
import { linkConnection } from "./jobs.ts";
import { leadDialog } from "./lead-dialog.ts";
import type { DialogParts } from "./link-parts.ts";
import { type Prepared, prepareDialog } from "./prepare-dialog.ts";
import { findConnection } from "./repository.ts";

export interface Linking {
  readonly handler: JobHandler;
  /** Dialogs that are being led, or concluded, here and now. */
  readonly count: () => number;
  /** When what was begun is also written down. */
  readonly whenIdle: () => Promise<void>;
}

/**
 * Begins dialogs. The job is over when its dialog has begun: people who wait for a code take no job's place. A dialog
 * is begun once, by whoever claims it; a job that is run again finds it claimed and does nothing.
 */
export function linking(parts: DialogParts): Linking {
  const running = new Set<Promise<void>>();
  let preparing = 0;

  const handler = handle({
    job: linkConnection,
    authorise: async (ctx, { connectionId }) => {
      const { state } = await inTransaction(ctx, (tx) => findConnection(tx, connectionId));
      return state === "ended" ? { run: false, reason: state } : { run: true };
    },
    run: async (ctx, { tenantId, authorisationId }) => {
      requirePermission(ctx, "connection.work");
      const claimed = await claimAuthorisation(ctx, { authorisationId, worker: parts.worker });
      if (!claimed) return;
      const isFull = running.size + preparing >= parts.dialogsAtMost;
      preparing += 1;
      const prepared = await prepare(ctx, parts, claimed, isFull);
      preparing -= 1;
      if ("reason" in prepared) {
        const retryAfterSeconds = prepared.reason === "tooManyRequests" ? comeBackSeconds : null;
        const end = { ...failedAt(ctx.clock.now(), prepared.reason), retryAfterSeconds };
        // Of whatever the attempt is for: who asked for the job says that too, and is not believed.
        const { connectionId } = claimed;
        await failDialog(ctx, parts, { tenantId, connectionId, authorisationId }, end);
        if (prepared.cause) throw prepared.cause;
        return;
      }
      const led = leadDialog(ctx, parts, claimed, prepared)
        .catch(() => parts.warn("connections.dialog_not_concluded", { authorisationId }))
        .finally(() => running.delete(led));
      running.add(led);
    },
  });

  return {
    handler,
    count: () => running.size,
    whenIdle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** What has been claimed and cannot be begun is over: nobody else may begin it. */
async function prepare(
  ctx: Context,
  parts: DialogParts,
  claimed: ClaimedAuthorisation,
  isFull: boolean,
): Promise<Prepared | Refused> {
  if (isFull) return { reason: "tooManyRequests" };
  try {
    return await prepareDialog(ctx, parts, claimed);
  } catch (cause) {
    return { reason: "interrupted", cause };
  }
}

/** How long those who found no place are asked to wait. */
const comeBackSeconds = 60;

interface Refused {
  readonly reason: AuthorisationFailure;
  /** A fault of ours: the person is told that it was interrupted, and the log what it was. */
  readonly cause?: unknown;
}
