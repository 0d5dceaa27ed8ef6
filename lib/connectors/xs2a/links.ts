import { z } from "zod";

import { optional } from "#lib/aspsp/answer-fields.ts";

/** An address, or a path from where the answer came. */
const href = z.string().regex(/^(?:https?:\/\/|\/(?!\/))/);
const Link = z.union([z.object({ href }), href]);

/** The steps that the bank offers next, by the standard's names. An entry that is none is left out. */
export const linksSchema = optional(z.record(z.string(), optional(Link.catch("")))).transform(
  (links): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(links ?? {}).flatMap(([name, link]) => {
        const target = typeof link === "object" ? link?.href : link;
        return target ? [[name, target]] : [];
      }),
    ),
);

/** A link as an address. Relative ones begin where the answer came from. */
export function resolveLinks(
  links: Readonly<Record<string, string>>,
  answeredFrom: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(links).flatMap(([name, href]) =>
      URL.canParse(href, answeredFrom) ? [[name, new URL(href, answeredFrom).href]] : [],
    ),
  );
}
