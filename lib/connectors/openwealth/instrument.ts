import { z } from "zod";

import { optional, optionalText, text } from "#lib/aspsp/answer-fields.ts";
import { toIsin } from "#lib/aspsp/isin.ts";
import type { AspspInstrument } from "#lib/aspsp/records.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";
import { currencySchema } from "#lib/kernel/money.ts";

/** FinancialInstrument. Types outside the standard's list are taken as they are: what they mean is the bank's. */
export const instrumentSchema = z.object({
  type: text.min(1).max(100),
  name: optionalText,
  identificationList: optional(z.array(z.object({ identifier: text.min(1), type: text })).max(50)),
  cfiCode: optionalText,
  currencyOfDenomination: optional(currencySchema),
});
export type InstrumentAnswer = z.output<typeof instrumentSchema>;

/** Money, which the standard describes as an instrument too. */
export const isCash = ({ type }: InstrumentAnswer): boolean => type === "cash";

export function toInstrument(answer: InstrumentAnswer, otherName: string | null): AspspInstrument {
  const identifiers = answer.identificationList ?? [];
  const named = identifiers.find(({ type }) => type === "isin")?.identifier;
  const isin = named === undefined ? null : toIsin(named);
  const other = isin === null ? identifiers[0] : identifiers.find(({ type }) => type !== "isin");
  return {
    isin,
    otherIdentification: toShownText(other?.identifier ?? "", 128),
    name: toShownText(answer.name ?? otherName ?? "", 200),
    instrumentType: toShownText(answer.type, 100),
    cfiCode: /^[A-Z]{2,6}$/.test(answer.cfiCode ?? "") ? answer.cfiCode : null,
    instrumentCurrency: answer.currencyOfDenomination,
  };
}
