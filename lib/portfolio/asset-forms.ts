import { z } from "zod";
import { decimalText, exact } from "#lib/kernel/decimal.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";
import { readTypedNumber } from "#lib/kernel/typed-number.ts";
import { longestName } from "./declared.ts";
import { manualAssetKinds } from "./holdings.ts";

/* What the forms send. Each problem is the name of a sentence under `validation`. */

/** The language of the page on which it was typed: numbers are read in its form. */
const locale = z.enum(locales);
const version = z.coerce.number().int().min(1).max(2_147_483_646);
const assetId = idSchema("ast");
const accountId = idSchema("acc");
const kind = z.enum(manualAssetKinds);
const firstDay = "1900-01-01";
const day = z.iso.date().refine((given) => given >= firstDay, { error: "invalid" });

const name = z
  .string()
  .transform((typed) => typed.replace(/\s+/g, " ").trim())
  .refine((typed) => typed !== "", { error: "required" })
  .refine((typed) => typed.length <= longestName, { error: "tooLong" })
  .refine((typed) => !/\p{Cc}/u.test(typed), { error: "invalid" });

const known = new Set(Intl.supportedValuesOf("currency"));
const currency = z.string().refine((code) => known.has(code), { error: "invalid" });

/** Both are read once the language is known, which stands in another field. */
const typed = z.string().max(60, { error: "tooLong" });

type Problems = Pick<z.RefinementCtx, "addIssue">;

function amountOf(given: { readonly locale: Locale; readonly amount: string }, ctx: Problems): string {
  const amount = readTypedNumber(given.locale, given.amount);
  if (amount !== null) return amount;
  ctx.addIssue({
    code: "custom",
    path: ["amount"],
    message: given.amount.trim() === "" ? "required" : "number",
  });
  return z.NEVER;
}

const placesOfPercent = 4;

/** In per cent as it is typed, 0 to 1 as it is kept. `null` where nothing is typed. */
function shareOf(given: { readonly locale: Locale; readonly share: string }, ctx: Problems): string | null {
  if (given.share.trim() === "") return null;
  const percent = readTypedNumber(given.locale, given.share.replace(/\s*%\s*$/, ""));
  const isShare =
    percent !== null &&
    exact(percent).greaterThan(0) &&
    exact(percent).lessThanOrEqualTo(100) &&
    exact(percent).decimalPlaces() <= placesOfPercent;
  if (isShare) return decimalText(exact(percent).dividedBy(100));
  ctx.addIssue({ code: "custom", path: ["share"], message: "percent" });
  return z.NEVER;
}

export const AddAsset = z
  .strictObject({ assetId, locale, kind, name, currency, amount: typed, day, share: typed })
  .transform(({ locale: of, amount, share, ...given }, ctx) => ({
    ...given,
    amount: amountOf({ locale: of, amount }, ctx),
    share: shareOf({ locale: of, share }, ctx),
  }));
export type AddAsset = z.output<typeof AddAsset>;

export const ChangeAsset = z
  .strictObject({ assetId, version, locale, kind, name, share: typed })
  .transform(({ locale: of, share, ...given }, ctx) => ({
    ...given,
    share: shareOf({ locale: of, share }, ctx),
  }));
export type ChangeAsset = z.output<typeof ChangeAsset>;

export const ValueAsset = z
  .strictObject({ assetId, version, locale, amount: typed, day })
  .transform(({ locale: of, amount, ...given }, ctx) => ({
    ...given,
    amount: amountOf({ locale: of, amount }, ctx),
  }));
export type ValueAsset = z.output<typeof ValueAsset>;

export const RemoveValuation = z.strictObject({ assetId, version, day });
export type RemoveValuation = z.output<typeof RemoveValuation>;

export const RemoveAsset = z.strictObject({ assetId, version });
export type RemoveAsset = z.output<typeof RemoveAsset>;

/** In which version of an account's share; 0 where nothing was said of it yet. */
const versionSeen = z.coerce.number().int().min(0).max(2_147_483_646);

export const SayShare = z
  .strictObject({ accountId, version: versionSeen, locale, share: typed })
  .transform(({ locale: of, share, ...given }, ctx) => {
    const said = shareOf({ locale: of, share }, ctx);
    if (said === null) ctx.addIssue({ code: "custom", path: ["share"], message: "required" });
    return { ...given, share: said ?? z.NEVER };
  });
export type SayShare = z.output<typeof SayShare>;

export const TakeShareBack = z.strictObject({ accountId, version });
export type TakeShareBack = z.output<typeof TakeShareBack>;
