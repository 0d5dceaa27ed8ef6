import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { bannerWithdrawn } from "./audit-events.ts";
import { deleteBanner } from "./banner-repository.ts";
import { seenSchema } from "./seen.ts";

export const WithdrawBanner = z.strictObject({ institutionId: z.string().max(63), seen: seenSchema });
export type WithdrawBanner = z.output<typeof WithdrawBanner>;

/** From its return on nobody reads it any more. */
export async function withdrawBanner(ctx: Context, { institutionId, seen }: WithdrawBanner): Promise<void> {
  requirePerson(ctx, "institution.announce");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, async (tx) => {
    const isGone = seen !== null && (await deleteBanner(tx, institutionId, seen));
    if (!isGone) throw new AppError("institution.banner_changed", { institutionId });
    await appendAudit(tx, ctx, bannerWithdrawn({ institutionId }));
  });
}
