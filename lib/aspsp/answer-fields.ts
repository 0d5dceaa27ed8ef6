import { z } from "zod";

import { currencySchema } from "#lib/kernel/money.ts";
import { toDay } from "./day-text.ts";
import { toDecimalText } from "./decimal-text.ts";
import { AspspError } from "./failure.ts";

/** Banks leave a field out, or say `null`, or leave its text empty: it is the same. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(
    (value) => (value === undefined || value === "" ? null : value),
    schema.nullable(),
  ) as unknown as z.ZodType<z.output<Schema> | null>;

const longestText = 20_000;
export const text = z.string().max(longestText);
export const optionalText = optional(text);

/** A number of the answer, which is the text that stood there, or a text that holds one. */
export const decimal = z.string().transform((written, context) => {
  const exact = toDecimalText(written);
  if (exact !== null) return exact;
  context.addIssue({ code: "custom", message: "no amount" });
  return z.NEVER;
});

export const amount = z.object({ amount: decimal, currency: currencySchema });

/** Some banks write a time where the day is meant. */
export const day = z.string().transform((written, context) => {
  const found = toDay(written);
  if (found !== null) return found;
  context.addIssue({ code: "custom", message: "no day" });
  return z.NEVER;
});

/** A part of the answer, or the place at which it is not what it has to be, which begins where the part is. No value is told. */
export function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  call: string,
  within: readonly string[] = [],
): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const path = [...within, ...(parsed.error.issues[0]?.path ?? [])];
  const at = path.map(String).filter(isFieldName).join(".");
  throw new AspspError("malformedAnswer", { call, at });
}

/** Keys of maps are the bank's, as values are; names of fields and places in lists are not. */
const isFieldName = (step: string): boolean => /^(?:_?[a-zA-Z]{1,40}|\d{1,7})$/.test(step);
