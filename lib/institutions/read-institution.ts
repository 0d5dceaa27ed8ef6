import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { locales } from "#lib/kernel/locale.ts";
import type { InstitutionBanners } from "./banner-view.ts";
import { toInstitutionFormView } from "./in-language.ts";
import type { Institutions } from "./institution-entry.ts";
import type { InstitutionHealth } from "./read-institution-health.ts";
import type { InstitutionFormView } from "./view.ts";

export const ReadInstitution = z.strictObject({ institutionId: z.string().max(63), locale: z.enum(locales) });
export type ReadInstitution = z.output<typeof ReadInstitution>;

/** One bank with what it asks for. One that the operator does not list cannot be handed an access to. */
export function readInstitution(
  ctx: Context,
  institutions: Institutions,
  { institutionId, locale }: ReadInstitution,
  health: InstitutionHealth = new Map(),
  banners: InstitutionBanners = new Map(),
): InstitutionFormView {
  requirePermission(ctx, "institution.read");
  const institution = institutions.get(institutionId);
  if (!institution)
    throw new AppError("institution.not_found", { institutionId: institutionId.slice(0, 63) });
  return toInstitutionFormView(institution, { health, banners }, locale);
}
