import type { Word } from "../../bank/script.ts";
import { Numeral } from "./numeral.ts";

type Speaks = (word: Word) => boolean;

/** Rewrites an answer the way some real banks write theirs. */
export function deviate(value: unknown, speaks: Speaks): unknown {
  const rewrite = (one: unknown, name: string): unknown => {
    if (Array.isArray(one)) return one.map((item) => rewrite(item, name));
    if (one instanceof Numeral) return speaks("strings") ? one.text : one;
    if (typeof one === "string")
      return /date$/i.test(name) && speaks("datetimes") ? `${one}T00:00:00.000Z` : one;
    if (one === null || typeof one !== "object") return one;
    const fields = Object.entries(one).map(([key, field]) => [key, rewrite(field, key)]);
    return { ...(speaks("nulls") ? absentFields(one) : {}), ...Object.fromEntries(fields) };
  };
  return rewrite(value, "");
}

function absentFields(object: object): object {
  if ("positionDate" in object) return { accruedInterest: null, price: null, blockedQuantity: null };
  if ("transactionDate" in object)
    return { exDate: null, placeOfTrade: null, triggeringFinancialInstrument: null };
  if ("portfolioInformation" in object) return { iban: null, designation: null };
  return "name" in object && "type" in object ? { identificationList: null, cfiCode: null } : {};
}
