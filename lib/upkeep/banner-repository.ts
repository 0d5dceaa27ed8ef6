import { and, eq, gt, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId, TenantId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { institutionBanners as banners } from "./schema.ts";

export type BannerTexts = Readonly<Record<Locale, string>>;

export interface Banner extends BannerTexts {
  readonly institutionId: string;
  readonly until: Date;
  readonly setBy: PersonId;
  readonly setAt: Date;
}

/** Of the actor's firm, as far as its time has not come. Row security says what an investor may read of it. */
export async function listBannerTexts(tx: Transaction, now: Date) {
  const { institutionId, en, es, fr, pt, until } = banners;
  return tx.select({ institutionId, en, es, fr, pt, until }).from(banners).where(gt(until, now));
}

/** With who set it, those whose time is over too. */
export async function findBanner(tx: Transaction, institution: string): Promise<Banner | null> {
  const { institutionId, en, es, fr, pt, until, setBy, setAt } = banners;
  const [row] = await tx
    .select({ institutionId, en, es, fr, pt, until, setBy, setAt })
    .from(banners)
    .where(eq(institutionId, institution));
  return row ?? null;
}

/** Writes over what the setter was shown, and over nothing else: `false` where somebody was faster. */
export async function saveBanner(
  tx: Transaction,
  tenantId: TenantId,
  banner: Banner,
  seen: Date | null,
): Promise<boolean> {
  const { institutionId, ...rest } = banner;
  if (seen === null) {
    const added = await tx
      .insert(banners)
      .values({ tenantId, ...banner })
      .onConflictDoNothing()
      .returning({ institutionId: banners.institutionId });
    return added.length === 1;
  }
  const written = await tx
    .update(banners)
    .set(rest)
    .where(and(eq(banners.institutionId, institutionId), isSeen(seen)))
    .returning({ institutionId: banners.institutionId });
  return written.length === 1;
}

export async function deleteBanner(tx: Transaction, institutionId: string, seen: Date): Promise<boolean> {
  const gone = await tx
    .delete(banners)
    .where(and(eq(banners.institutionId, institutionId), isSeen(seen)))
    .returning({ institutionId: banners.institutionId });
  return gone.length === 1;
}

/** By the millisecond, which is as far as a page carries a time. */
const isSeen = (seen: Date) =>
  sql`date_trunc('milliseconds', ${banners.setAt}) = ${seen.toISOString()}::timestamptz`;
