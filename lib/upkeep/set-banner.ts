import { createHash } from "node:crypto";
import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Institutions } from "#lib/institutions/institution-entry.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { locales } from "#lib/kernel/locale.ts";
import { bannerSet } from "./audit-events.ts";
import { saveBanner } from "./banner-repository.ts";
import { seenSchema } from "./seen.ts";

export const longestBannerDays = 31;
const dayMs = 86_400_000;

/**
 * Every investor of the firm reads it beside a field for a bank password: whoever takes over a desk leads nobody
 * elsewhere with it, so it holds no address, and nothing that a reader does not see.
 */
const bannerText = z
  .string()
  .trim()
  .min(1, { error: "required" })
  .max(300, { error: "tooLong" })
  .refine((text) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(text), { error: "invalid" })
  .refine((text) => !/:\/\/|@|[\p{L}\p{N}-]\.\p{L}{2}/u.test(text.normalize("NFKC")), { error: "invalid" });

const texts = { en: bannerText, es: bannerText, fr: bannerText, pt: bannerText };

export const SetBanner = z.strictObject({
  institutionId: z.string().max(63),
  ...texts,
  /** The day and the time until which it is shown, in UTC. */
  day: z.iso.date(),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  seen: seenSchema,
});
export type SetBanner = z.output<typeof SetBanner>;

/** From its return on the firm's investors read it where they choose and connect this bank. */
export async function setBanner(ctx: Context, institutions: Institutions, input: SetBanner): Promise<void> {
  const { tenantId, personId: setBy } = requirePerson(ctx, "institution.announce");
  requireFreshAuthentication(ctx);
  const { institutionId, day, time, seen, ...words } = input;
  if (!institutions.has(institutionId)) throw new AppError("institution.not_found", { institutionId });
  const setAt = ctx.clock.now();
  const until = new Date(`${day}T${time}:00Z`);
  const ahead = until.getTime() - setAt.getTime();
  if (ahead <= 0 || ahead > longestBannerDays * dayMs) throw new AppError("institution.banner_time");
  await inTransaction(ctx, async (tx) => {
    const isSaved = await saveBanner(tx, tenantId, { institutionId, ...words, until, setBy, setAt }, seen);
    if (!isSaved) throw new AppError("institution.banner_changed", { institutionId });
    const sha256 = createHash("sha256")
      .update(locales.map((locale) => words[locale]).join("\n"))
      .digest("hex");
    await appendAudit(tx, ctx, bannerSet({ institutionId, until: until.toISOString(), sha256 }));
  });
}
