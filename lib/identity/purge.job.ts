import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { handle } from "#lib/jobs/handler.ts";
import { purgeIdentity } from "./jobs.ts";
import { purgeExpired } from "./sign-in-repository.ts";

export const purgeIdentityHandler = handle({
  job: purgeIdentity,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "identity.purge");
    await inTransaction(ctx, purgeExpired);
  },
});
