import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { Institutions } from "#lib/institutions/institution-entry.ts";
import { type BoardHealth, readHealthBoard } from "#lib/institutions/read-health-board.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { listBannerTexts } from "./banner-repository.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { countReasons, countStates, countUses, countWays } from "./figures-repository.ts";
import type { InstitutionBoardView, UpkeepPeriod } from "./view.ts";

const dayMs = 86_400_000;
export const daysOf = { day: 1, week: 7, month: 30 } as const satisfies Record<UpkeepPeriod, number>;

export interface BoardAsked {
  /** How far back confirmations and reasons are counted. */
  readonly period: UpkeepPeriod;
  readonly locale: Locale;
}

/** Every bank that the operator offers, and every other that connections of the firm name, by name. */
export async function readInstitutionBoard(
  ctx: Context,
  institutions: Institutions,
  { period, locale }: BoardAsked,
): Promise<readonly InstitutionBoardView[]> {
  requirePermission(ctx, "institution.oversee");
  const health = await readHealthBoard(ctx);
  const { figures, banners } = await inTransaction(ctx, async (tx) => ({
    figures: await readFigures(tx, ctx, period),
    banners: await listBannerTexts(tx, ctx.clock.now()),
  }));
  const untils = new Map(banners.map(({ institutionId, until }) => [institutionId, until]));
  const ids = new Set([...institutions.keys(), ...figures.states.map(({ institutionId }) => institutionId)]);
  return [...ids]
    .map((id) => boardOf(id, { institutions, health, figures, until: untils.get(id) ?? null }))
    .sort((one, other) => (one.name ?? one.id).localeCompare(other.name ?? other.id, locale));
}

/** All that is counted since the beginning of the period. */
export async function readFigures(tx: Transaction, ctx: Context, period: UpkeepPeriod): Promise<Figures> {
  const since = new Date(ctx.clock.now().getTime() - daysOf[period] * dayMs);
  return {
    states: await countStates(tx),
    uses: await countUses(tx),
    ways: await countWays(tx, since),
    reasons: await countReasons(tx, since),
  };
}

interface Known {
  readonly institutions: Institutions;
  readonly health: ReadonlyMap<string, BoardHealth>;
  readonly figures: Figures;
  readonly until: Date | null;
}

export function boardOf(id: string, { institutions, health, figures, until }: Known): InstitutionBoardView {
  const institution = institutions.get(id);
  return {
    id,
    name: institution?.name ?? null,
    state: institution?.status ?? null,
    health: health.get(id)?.health ?? null,
    products: health.get(id)?.products ?? [],
    ...figuresOf(figures, id),
    bannerUntil: until?.toISOString() ?? null,
  };
}
