import type { Context } from "#lib/access/context.ts";
import { readRecentEvents } from "#lib/audit/read-recent.ts";
import { listPeople } from "./manage-people.ts";

export interface RecentActView {
  readonly at: string;
  readonly type: string;
  /** `null` where the actor is no person of this firm. */
  readonly actorName: string | null;
  readonly actorType: string;
  /** `null` where the kind of actor says all that is known. */
  readonly actorId: string | null;
}

const shown = 20;

/** The firm's newest events with the names of who acted: the trail itself holds identifiers only. */
export async function readRecentActs(ctx: Context): Promise<readonly RecentActView[]> {
  const [events, people] = await Promise.all([readRecentEvents(ctx, shown), listPeople(ctx)]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return events.map(({ at, type, actorId, actorType }) => ({
    at,
    type,
    actorName: (actorId && names.get(actorId)) ?? null,
    actorType,
    actorId,
  }));
}
