import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { judgeHealth, lookedAtMs } from "./health.ts";
import { readHealth } from "./health-repository.ts";
import type { HealthView } from "./view.ts";

/** Of every bank whose calls of the last hour say something, by its id. */
export type InstitutionHealth = ReadonlyMap<string, HealthView>;

export async function readInstitutionHealth(ctx: Context): Promise<InstitutionHealth> {
  requirePermission(ctx, "institution.read");
  const now = ctx.clock.now();
  const counts = await inTransaction(ctx, (tx) => readHealth(tx, new Date(now.getTime() - lookedAtMs)));
  const judged = [...Map.groupBy(counts, ({ institutionId }) => institutionId)].flatMap(([id, ofBank]) => {
    const health = judgeHealth(ofBank, now);
    return health ? [[id, health] as const] : [];
  });
  return new Map(judged);
}
