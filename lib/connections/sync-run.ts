import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import type { ConnectionId, PersonId, SyncId, TenantId } from "#lib/kernel/id.ts";
import type { SyncKind } from "./view.ts";

/** One run of reads of one connection, as the worker that begun it last knows it. */
export interface SyncRun {
  readonly tenantId: TenantId;
  readonly syncId: SyncId;
  readonly connectionId: ConnectionId;
  readonly investorId: PersonId;
  readonly kind: SyncKind;
  /** Counted up by whoever begins: a worker that was overtaken stores nothing more. */
  readonly fence: number;
  /** When it was asked for. What was read well since then is not read again where a worker took over. */
  readonly begunAt: Date;
  /** `null`: nobody is there. */
  readonly person: PersonPresent | null;
}

/** Thrown where another worker has begun the same connection, or it has ended. Nothing more is stored then. */
export class OvertakenError extends Error {
  constructor() {
    super("another worker reads this connection, or it has ended");
    this.name = "OvertakenError";
  }
}
