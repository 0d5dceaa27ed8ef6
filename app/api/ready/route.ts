import { readReadiness } from "#lib/installation/read-readiness.ts";
import { visitorContext } from "#lib/server/context.ts";
import { kmsAnswers } from "#lib/server/kms-answers.ts";
import { pools } from "#lib/server/pools.ts";
import { route } from "#lib/server/problem.ts";

/** Readiness: both databases and the KMS answer, and a worker is at work. */
export const GET = route(async () => {
  const { ready, parts } = await readReadiness(await visitorContext(), pools().key, kmsAnswers);
  return Response.json(
    { status: ready ? "ready" : "notReady", parts },
    {
      status: ready ? 200 : 503,
      headers: { "Cache-Control": "no-store", ...(ready ? {} : { "Retry-After": "5" }) },
    },
  );
});
