import { z } from "zod";
import { optional, optionalText } from "#lib/aspsp/answer-fields.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";

/** The standard's limit for a picture, as base64. */
const longestImage = Math.ceil((512 * 1024 * 4) / 3) + 4;

/** How a picture comes: in the answer, or behind a link of the bank's. */
export interface ChallengeData {
  readonly image: string | null;
  readonly imageLink: string | null;
  readonly data: readonly string[];
  readonly maxLength: number | null;
  readonly format: "digits" | "characters";
  readonly message: string | null;
}

export const challengeSchema = optional(
  z
    .object({
      image: optional(z.string().max(longestImage)),
      imageLink: optional(z.string().max(2_000)),
      data: optional(z.union([z.array(z.string().max(2_000)).max(20), z.string().max(2_000)])),
      // Numbers arrive as the text that stood there; some banks write it as text themselves.
      otpMaxLength: optional(z.string()),
      otpFormat: optional(z.string()),
      additionalInformation: optionalText,
    })
    .transform(({ image, imageLink, data, otpMaxLength, otpFormat, additionalInformation }) => {
      const length = /^\d{1,3}$/.test(otpMaxLength ?? "") ? Number(otpMaxLength) : 0;
      const lines = (typeof data === "string" ? [data] : (data ?? [])).map((one) => toShownText(one, 500));
      return {
        image,
        imageLink,
        data: lines.filter((line) => line !== null),
        maxLength: length > 0 ? length : null,
        format: otpFormat?.toLowerCase() === "integer" ? ("digits" as const) : ("characters" as const),
        message: additionalInformation === null ? null : toShownText(additionalInformation, 500),
      };
    }),
) satisfies z.ZodType<ChallengeData | null>;
