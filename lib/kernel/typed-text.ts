import { z } from "zod";

/** Control characters, line ends, and those that turn the direction of what follows or are not seen. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
/** What mail programs make a link of, or take for the end of a header or a tag. */
const leading = /[<>@\\]|:\/|\bwww\./i;
/** A host, an address in figures, or a path behind either. "J.P.", "nr. 2" and "A/S" are none. */
const host = /[\p{L}\p{M}\p{N}][.。][\p{L}\p{M}]{2}|(\p{Nd}+[.。]){3}\p{Nd}|[.。]\S*\/|\/\S*[.。]/u;
/** As many as it takes to call or to transfer to. */
const figures = /(\p{Nd}.*?){6}/u;

/** In the form in which wide letters and dots are the ones that mail programs take them for. */
function leadsSomewhere(name: string): boolean {
  const seen = name.normalize("NFKC");
  return leading.test(seen) || host.test(seen) || figures.test(seen);
}

const plain = (longest: number) =>
  z
    .string()
    .max(1_000)
    .transform((text, ctx) => {
      const tidy = text.normalize("NFC").trim().replace(/ {2,}/g, " ");
      if (tidy.length === 0) ctx.addIssue({ code: "custom", message: "required" });
      else if (tidy.length > longest || unseen.test(tidy))
        ctx.addIssue({ code: "custom", message: "invalid" });
      return tidy;
    });

/** How somebody is addressed in a mail that goes out in the firm's name: a name, and nowhere to go and nobody to call. */
export const nameSchema = plain(100).refine((name) => !leadsSomewhere(name) && /[\p{L}\p{N}]/u.test(name), {
  error: "invalid",
});

/** What the firm calls a client in its own systems. It is shown to nobody but the firm. */
export const referenceSchema = plain(100);
