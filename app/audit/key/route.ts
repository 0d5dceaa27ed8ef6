import { readAuditKey } from "#lib/server/audit-log.ts";
import { route } from "#lib/server/problem.ts";

/** The key of the audit log's checkpoints, as a verifier takes it. Auditors have it from whoever runs the KMS. */
export const GET = route(
  async () =>
    new Response(await readAuditKey(), {
      headers: { "Content-Type": "text/plain; charset=utf-8" },
    }),
);
