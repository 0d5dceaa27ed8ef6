import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { HealthRecorder } from "./health-recorder.ts";
import { addHealth, forgetHealth } from "./health-repository.ts";

const keptMs = 30 * 86_400_000;

/** Stores what was counted since the last time in one write, and forgets what is older than thirty days. */
export async function storeHealth(ctx: Context, recorder: HealthRecorder): Promise<void> {
  requirePermission(ctx, "institution.recordHealth");
  const counts = recorder.take();
  if (counts.length === 0) return;
  try {
    await inTransaction(ctx, async (tx) => {
      await addHealth(tx, counts);
      await forgetHealth(tx, new Date(ctx.clock.now().getTime() - keptMs));
    });
  } catch (cause) {
    recorder.putBack(counts);
    throw cause;
  }
}
