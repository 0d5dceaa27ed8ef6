import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { InstitutionBanners } from "#lib/institutions/banner-view.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { listBannerTexts } from "./banner-repository.ts";

/** What the investor's own firm says of banks at this moment. */
export async function readBanners(ctx: Context, locale: Locale): Promise<InstitutionBanners> {
  requirePermission(ctx, "institution.read");
  const found = await inTransaction(ctx, (tx) => listBannerTexts(tx, ctx.clock.now()));
  return new Map(
    found.map(({ institutionId, until, ...texts }) => [
      institutionId,
      { text: texts[locale], until: until.toISOString() },
    ]),
  );
}
