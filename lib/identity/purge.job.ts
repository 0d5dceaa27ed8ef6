import { sql } from "drizzle-orm";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { handle } from "#lib/jobs/handler.ts";
import { purgeIdentity } from "./jobs.ts";

/** The policies decide what has had its time: `licet_system` sees nothing else of these tables. */
export const purgeIdentityHandler = handle({
  job: purgeIdentity,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "identity.purge");
    await inTransaction(ctx, async (tx) => {
      await tx.execute(sql`delete from mail_links`);
      await tx.execute(sql`delete from webauthn_challenges`);
      await tx.execute(sql`delete from sessions`);
      await tx.execute(sql`delete from sign_in_requests where created_at < now() - interval '1 day'`);
      await tx.execute(sql`delete from rate_windows where window_start < now() - interval '1 day'`);
    });
  },
});
