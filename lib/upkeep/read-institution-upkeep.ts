import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { staffLooked } from "#lib/audit/log-events.ts";
import type { Institutions } from "#lib/institutions/institution-entry.ts";
import { readHealthBoard } from "#lib/institutions/read-health-board.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { locales } from "#lib/kernel/locale.ts";
import { findBanner } from "./banner-repository.ts";
import { boardOf, readFigures } from "./read-institution-board.ts";
import { toBannerView } from "./to-banner-view.ts";
import { type InstitutionDetailView, upkeepPeriods } from "./view.ts";

export const ReadInstitutionUpkeep = z.strictObject({
  institutionId: z.string().max(63),
  period: z.enum(upkeepPeriods),
  locale: z.enum(locales),
});
export type ReadInstitutionUpkeep = z.output<typeof ReadInstitutionUpkeep>;

/** One bank as the firm's staff oversee it. Reading it leaves an event. */
export async function readInstitutionUpkeep(
  ctx: Context,
  institutions: Institutions,
  { institutionId, period, locale }: ReadInstitutionUpkeep,
): Promise<InstitutionDetailView> {
  requirePermission(ctx, "institution.oversee");
  const health = await readHealthBoard(ctx);
  return inTransaction(ctx, async (tx) => {
    const figures = await readFigures(tx, ctx, period);
    const institution = institutions.get(institutionId);
    const isNamed =
      institution !== undefined || figures.states.some((one) => one.institutionId === institutionId);
    if (!isNamed) throw new AppError("institution.not_found", { institutionId: institutionId.slice(0, 63) });
    const banner = await findBanner(tx, institutionId);
    await appendAudit(tx, ctx, staffLooked({ what: "institution", id: institutionId }));
    const shown = banner && banner.until > ctx.clock.now() ? banner.until : null;
    return {
      ...boardOf(institutionId, { institutions, health, figures, until: shown }),
      stateText: institution?.statusText?.[locale] ?? null,
      protocol: institution?.connection?.protocol ?? null,
      banner: banner && toBannerView(banner, ctx.clock.now()),
    };
  });
}
