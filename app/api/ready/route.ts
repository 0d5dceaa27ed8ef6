import { readReadiness } from "#lib/installation/read-readiness.ts";
import { visitorContext } from "#lib/server/context.ts";
import { pools } from "#lib/server/pools.ts";
import { route } from "#lib/server/problem.ts";

/** Readiness: both databases answer and a worker is at work. */
export const GET = route(async () => {
  const { ready, parts } = await readReadiness(await visitorContext(), pools().key);
  return Response.json(
    { status: ready ? "ready" : "notReady", parts },
    {
      status: ready ? 200 : 503,
      headers: { "Cache-Control": "no-store", ...(ready ? {} : { "Retry-After": "5" }) },
    },
  );
});
