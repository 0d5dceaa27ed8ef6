import { readPublishedCheckpoint } from "#lib/server/audit-log.ts";
import { route } from "#lib/server/problem.ts";

/** The last signed checkpoint of the audit log (c2sp.org/tlog-checkpoint), for everybody. The next is a second away. */
export const GET = route(
  async () =>
    new Response(await readPublishedCheckpoint(), {
      headers: { "Content-Type": "text/plain; charset=utf-8" },
    }),
);
