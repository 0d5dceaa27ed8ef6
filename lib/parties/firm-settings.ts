import { z } from "zod";

/** What an administrator says of the firm itself. */
export interface FirmSettings {
  readonly name: string;
  readonly region: string;
  /** `#rrggbb`, as the firm gave it. */
  readonly accent: string | null;
  /** A `data:image/…` URL. */
  readonly logo: string | null;
  /** What the firm never asks to keep data longer than, in days after a consent's end. */
  readonly longestRetentionDays: number;
  /** What a change is based on. */
  readonly revision: number;
}

export const brandFields = ["name", "accent", "logo"] as const;
export type BrandField = (typeof brandFields)[number];

const revision = z.coerce.number().int().min(1).max(2_147_483_646);

export const ChangeBrand = z.strictObject({
  revision,
  name: z
    .string()
    .transform((typed) => typed.normalize("NFC").replace(/\s+/g, " ").trim())
    .refine((typed) => typed !== "", { error: "required" })
    .refine((typed) => typed.length <= 100, { error: "tooLong" })
    .refine((typed) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(typed), { error: "invalid" }),
  accent: z
    .string()
    .transform((typed) => typed.trim().toLowerCase())
    .refine((typed) => typed === "" || /^#[0-9a-f]{6}$/.test(typed), { error: "colour" })
    .transform((typed) => (typed === "" ? null : typed)),
  /** The file in base64; empty where none was chosen. */
  logo: z.base64().max(1_500_000),
  removeLogo: z.literal("yes").optional(),
});
export type ChangeBrand = z.output<typeof ChangeBrand>;

/** GDPR Art. 5(1)(e): no longer than needed. Nobody agrees to more than a year after the end; the database holds the same. */
export const mostRetentionDays = 365;

export const ChangeRetention = z.strictObject({
  revision,
  longestRetentionDays: z
    .string()
    .refine((typed) => /^\d{1,3}$/.test(typed.trim()) && Number(typed) <= mostRetentionDays, {
      error: "days",
    })
    .transform(Number),
});
export type ChangeRetention = z.output<typeof ChangeRetention>;
