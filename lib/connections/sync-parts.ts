import type { AspspFacts } from "#lib/aspsp/failure.ts";
import type { ConnectionId } from "#lib/kernel/id.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import type { Opener } from "#lib/vault/sealer.ts";
import type { Banks } from "./banks.ts";
import type { ConsentEndings } from "./consent-endings.ts";

/** What reading needs of the process it runs in. */
export interface SyncParts {
  readonly opener: Opener;
  readonly keys: RecordKeys;
  readonly banks: Pick<Banks, "of">;
  readonly endings: Pick<ConsentEndings, "watch">;
  /** Told apart from every other worker, also from the one that had this one's process number before. */
  readonly workerId: string;
  /** After how long without a heartbeat a worker counts as dead, as its jobs' lease has it. */
  readonly lateAfterMs?: number;
  /** Codes, counts and places; never a value of an answer. */
  readonly warn: (event: string, facts: SyncWarning) => void;
}

export interface SyncWarning extends AspspFacts {
  readonly connectionId: ConnectionId;
  readonly reason: string;
  readonly product: string;
}
