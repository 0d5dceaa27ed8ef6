import { answers } from "#lib/jobs/read-installation.ts";
import { readWorkerStatus } from "#lib/jobs/heartbeat.ts";
import { visitorContext } from "#lib/server/context.ts";
import { pools } from "#lib/server/pools.ts";
import { route } from "#lib/server/problem.ts";

/** Readiness: both databases answer and a worker is at work. Says which part is not, and nothing more. */
export const GET = route(async () => {
  const [data, keys] = await Promise.all([answers(pools().data), answers(pools().key)]);
  const worker = data && (await readWorkerStatus(await visitorContext())).state === "running";
  const ready = data && keys && worker;
  return Response.json(
    { status: ready ? "ready" : "notReady", parts: { dataDatabase: data, keyDatabase: keys, worker } },
    { status: ready ? 200 : 503, headers: { "Cache-Control": "no-store", ...(ready ? {} : { "Retry-After": "5" }) } },
  );
});
