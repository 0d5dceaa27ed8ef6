import { z } from "zod";
import type { Currency } from "#lib/kernel/money.ts";
import { missingReasons, marks as toldMarks } from "./figure.ts";

/** What a summary is made of: each of it is seen by a grant of its own. */
export const bookParts = ["balances", "positions", "liabilities"] as const;
export type BookPart = (typeof bookParts)[number];

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** `EUR 10.50 USD -3`: a thousand summaries open at once, and a text is read as fast as it is long. */
const amounts = z.string().regex(/^([A-Z]{3} -?\d{1,30}(\.\d{1,30})?( |$))*$/);
const before = z.union([amounts, z.null()]);

const part = z.strictObject({
  /** When the bank said so; `null` where nothing of it was read. */
  asOf: z.union([z.string(), z.null()]),
  sums: amounts,
  /** What would belong to the sums and is not known, by why. */
  missing: z.array(z.tuple([z.enum(missingReasons), z.number()])),
  marks: z.array(z.enum(toldMarks)),
  /** At the end of these days; `null` where it is not known, or may not be seen. */
  before: z.strictObject({ day: before, month: before, year: before }),
});

const account = z.strictObject({
  id: z.string(),
  isDebt: z.boolean(),
  holdsInstruments: z.boolean(),
  balances: part.optional(),
  positions: part.optional(),
  liabilities: part.optional(),
});

/** What one recipient's book says of one investor, in the banks' own currencies. */
export const bookSummarySchema = z.strictObject({
  /** The days of which `before` tells. */
  days: z.strictObject({ day, month: day, year: day }),
  /** How many kinds of data of how many accounts it is made of: where more were granted since, it lacks them. */
  granted: z.number(),
  accounts: z.array(account),
});

export type BookSummary = z.output<typeof bookSummarySchema>;
export type AccountSummary = BookSummary["accounts"][number];
export type PartSummary = z.output<typeof part>;
export type Amounts = z.output<typeof amounts>;

export const amountsText = (cells: readonly (readonly [Currency, string])[]): Amounts =>
  cells.flat().join(" ");

/** Each currency with its amount, as it was written. */
export function amountsIn(text: Amounts): readonly (readonly [Currency, string])[] {
  const words = text.split(" ");
  const cells: [Currency, string][] = [];
  for (let at = 0; at + 1 < words.length; at += 2) cells.push([words[at] as string, words[at + 1] as string]);
  return cells;
}
