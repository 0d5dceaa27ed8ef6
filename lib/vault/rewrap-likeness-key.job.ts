import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import { likenessKeyRewrapped } from "./audit-events.ts";
import { rewrapLikeness } from "./jobs.ts";
import { rewrapLikenessKey } from "./likeness-key.ts";
import type { Opener } from "./sealer.ts";

/** Takes up a new version of the wrapping key for what a firm's accesses are compared with. */
export const rewrapLikenessHandler = (opener: Opener) =>
  handle({
    job: rewrapLikeness,
    authorise: async () => ({ run: true }),
    run: async (ctx, { tenantId, region }) => {
      requirePermission(ctx, "credential.rewrap");
      const kmsVersion = await rewrapLikenessKey(opener, { tenantId, region });
      if (!kmsVersion) return;
      await inTransaction(ctx, (tx) => appendAudit(tx, ctx, likenessKeyRewrapped({ region, kmsVersion })));
    },
  });
