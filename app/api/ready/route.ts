import { type Readiness, readReadiness } from "#lib/installation/read-readiness.ts";
import { visitorContext } from "#lib/server/context.ts";
import { institutionFile } from "#lib/server/institutions.ts";
import { kmsAnswers } from "#lib/server/kms-answers.ts";
import { pools } from "#lib/server/pools.ts";
import { route } from "#lib/server/problem.ts";
import { sharedAnswer } from "#lib/server/shared-answer.ts";

const share = sharedAnswer<Readiness>(1_000);

/**
 * Readiness: both databases and the KMS answer, and a worker is at work. Beside it, what an operator should see and no
 * balancer should act on: whether the audit log is late, and whether the institutions file could not be taken.
 */
export const GET = route(async () => {
  const { ready, parts, auditLog } = await share(async () =>
    readReadiness(await visitorContext(), pools().key, kmsAnswers),
  );
  return Response.json(
    { status: ready ? "ready" : "notReady", parts, auditLog, institutions: institutionFile() },
    {
      status: ready ? 200 : 503,
      headers: { "Cache-Control": "no-store", ...(ready ? {} : { "Retry-After": "5" }) },
    },
  );
});
