import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type HealthOutcome, judgeHealth, lookedAtMs } from "./health.ts";
import { readHealth, sumHealth } from "./health-repository.ts";
import { type HealthView, healthProducts, type ProductCallsView } from "./view.ts";

const dayMs = 86_400_000;

export interface BoardHealth {
  /** By the last hour; `null` where that says too little. */
  readonly health: HealthView | null;
  /** Of the last day, in the order of the products; those that were never asked for are left out. */
  readonly products: readonly ProductCallsView[];
}

/** For the firm's staff: how each bank answered, by what it was asked for. Counted over all firms, and of nobody. */
export async function readHealthBoard(ctx: Context): Promise<ReadonlyMap<string, BoardHealth>> {
  requirePermission(ctx, "institution.oversee");
  const now = ctx.clock.now();
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  const { recent, day } = await inTransaction(ctx, async (tx) => ({
    recent: await readHealth(tx, before(lookedAtMs)),
    day: await sumHealth(tx, before(dayMs)),
  }));
  const byBank = Map.groupBy(recent, ({ institutionId }) => institutionId);
  const dayByBank = Map.groupBy(day, ({ institutionId }) => institutionId);
  return new Map(
    [...dayByBank].map(([id, counts]) => [
      id,
      { health: judgeHealth(byBank.get(id) ?? [], now), products: productsOf(counts) },
    ]),
  );
}

type Counted = Awaited<ReturnType<typeof sumHealth>>;

function productsOf(counts: Counted): readonly ProductCallsView[] {
  return healthProducts.flatMap((product) => {
    const own = counts.filter((count) => count.product === product);
    const calls = (outcome: HealthOutcome) =>
      own.filter((count) => count.outcome === outcome).reduce((sum, count) => sum + count.calls, 0);
    if (own.length === 0) return [];
    return [
      {
        product,
        ok: calls("ok"),
        refused: calls("refused"),
        unavailable: calls("unavailable"),
        malformed: calls("malformed"),
      },
    ];
  });
}
