import type { AspspFailure } from "#lib/aspsp/failure.ts";
import type { SyncId } from "#lib/kernel/id.ts";
import type { SyncKind, SyncOutcome, SyncView } from "./view.ts";

interface Sync {
  readonly syncId: SyncId;
  readonly kind: SyncKind;
  readonly begunAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: SyncOutcome;
  readonly reason: AspspFailure | null;
}

export const toSyncView = (sync: Sync): SyncView => ({
  id: sync.syncId,
  kind: sync.kind,
  beganAt: sync.begunAt.toISOString(),
  endedAt: sync.endedAt?.toISOString() ?? null,
  outcome: sync.outcome,
  reason: sync.reason,
});
