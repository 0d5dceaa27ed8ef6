import { z } from "zod";
import { locales } from "#lib/kernel/locale.ts";

/*
 * Values as an operator writes them into a file. Each says what it wants, as the end of a sentence that begins with
 * its name.
 */

/** One line of text, as a person reads it. */
export const line = (longest: number) => {
  const wants = { error: `wants a text of 1 to ${longest} characters on one line` };
  return z
    .string(wants)
    .min(1, wants)
    .max(longest, wants)
    .regex(/^[^\p{Cc}]*$/u, wants);
};

export const inEveryLanguage = (longest: number) =>
  z.strictObject(
    { en: line(longest), es: line(longest), fr: line(longest), pt: line(longest) },
    { error: `wants a text in each of ${locales.join(", ")}` },
  );

export const yesOrNo = z.boolean({ error: "wants true or false" });
