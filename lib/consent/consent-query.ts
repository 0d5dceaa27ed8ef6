import { z } from "zod";
import { idSchema } from "#lib/kernel/id.ts";
import {
  type ConsentQuery,
  consentSorts,
  consentTabs,
  type ListedStanding,
  standingsOf,
  withinDays,
} from "./query-view.ts";

/** Longer than the names of any bank and advisor together. */
const longestText = 100;

/** A moment to the microsecond and the consent that has it: what was listed last. */
const afterSchema = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z~con_[0-9a-f-]{36}$/);

const single = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().default(null).catch(null);

const schema = z.object({
  tab: z.enum(consentTabs).default("open").catch("open"),
  q: z
    .string()
    .default("")
    .catch("")
    .transform((text) => text.trim().slice(0, longestText)),
  bank: single(z.string().min(1).max(63)),
  advisor: single(idSchema("per")),
  standing: single(z.string()),
  within: single(
    z.coerce
      .number()
      .refine((days): days is ConsentQuery["within"] & number => withinDays.some((each) => each === days)),
  ),
  sort: z.enum(consentSorts).default("end").catch("end"),
  after: single(afterSchema),
});

/** What an address asks for. What is not understood is left out of account: a list is not refused for a slip. */
export function parseConsentQuery(
  address: Readonly<Record<string, string | readonly string[] | undefined>>,
): ConsentQuery {
  const { tab, q, bank, advisor, standing, within, sort, after } = schema.parse(address);
  const known: readonly ListedStanding[] = standingsOf[tab];
  return {
    ...{ tab, text: q, institutionId: bank, advisorId: advisor, sort, after },
    within: withinDays.find((days) => days === within) ?? null,
    standing: known.find((each) => each === standing) ?? null,
  };
}

export interface Cursor {
  readonly at: string;
  readonly consentId: string;
}

export function toCursor(after: string): Cursor {
  const [at = "", consentId = ""] = after.split("~");
  return { at, consentId };
}

export const fromCursor = ({ at, consentId }: Cursor): string => `${at}~${consentId}`;

/** Whether every word of the text is in the name, whatever its accents and capitals. */
export function isNamed(name: string, text: string): boolean {
  const folded = fold(name);
  return fold(text)
    .split(" ")
    .every((word) => folded.includes(word));
}

const fold = (text: string): string =>
  text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/\s+/g, " ").trim();
