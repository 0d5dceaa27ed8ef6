import { route } from "#lib/server/problem.ts";
import { readAuditKeys } from "#lib/server/published-keys.ts";

/** The key of the audit log's checkpoints, as a verifier takes it. Auditors have it from whoever runs the KMS. */
export const GET = route(
  async () =>
    new Response(await readAuditKeys(), {
      headers: { "Content-Type": "text/plain; charset=utf-8" },
    }),
);
