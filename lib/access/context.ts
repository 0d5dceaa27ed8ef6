import type { Database } from "#lib/db/database.ts";
import type { Clock } from "#lib/kernel/clock.ts";
import type { Actor } from "./actor.ts";

/** What every use case is given: who acts, on which database, at what time, for which request. */
export interface Context<A extends Actor = Actor> {
  readonly actor: A;
  readonly db: Database;
  readonly clock: Clock;
  readonly requestId: string;
}
