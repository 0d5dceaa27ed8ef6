import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Institutions } from "#lib/institutions/institution-entry.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { findBanner } from "./banner-repository.ts";
import { toBannerView } from "./to-banner-view.ts";
import type { SetBannerView } from "./view.ts";

export interface BannerToSet {
  readonly institutionId: string;
  readonly name: string;
  readonly banner: SetBannerView | null;
}

/** What the page of the form starts with: whoever may not set a banner now, for lack of a fresh proof or at all, is told before typing. */
export async function readBannerToSet(
  ctx: Context,
  institutions: Institutions,
  institutionId: string,
): Promise<BannerToSet> {
  requirePerson(ctx, "institution.announce");
  const institution = institutions.get(institutionId);
  if (!institution)
    throw new AppError("institution.not_found", { institutionId: institutionId.slice(0, 63) });
  requireFreshAuthentication(ctx);
  const found = await inTransaction(ctx, (tx) => findBanner(tx, institutionId));
  return { institutionId, name: institution.name, banner: found && toBannerView(found, ctx.clock.now()) };
}
