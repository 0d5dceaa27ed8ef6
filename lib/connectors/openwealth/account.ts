import { z } from "zod";

import { optional, optionalText, text } from "#lib/aspsp/answer-fields.ts";
import type { AccountIdentity, AccountKind, AspspAccount } from "#lib/aspsp/records.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";
import { currencySchema } from "#lib/kernel/money.ts";
import { packHandle } from "./account-handle.ts";

export const idSchema = text.min(1).max(500);

/** Account, as a list of accounts describes it. */
export const accountSchema = z.object({
  id: idSchema,
  type: text.min(1),
  name: optionalText,
  referenceCurrency: currencySchema,
  iban: optionalText,
  number: optionalText,
  designation: optionalText,
  portfolioInformation: optional(
    z.object({ identification: optionalText, referenceCurrency: optional(currencySchema) }),
  ),
});
export type AccountAnswer = z.output<typeof accountSchema>;

/** Account, as positions, movements and postings name the one they are on. */
export const accountNamed = z.object({ id: idSchema, referenceCurrency: currencySchema });

const shown = (written: string | null): string | null =>
  written === null ? null : toShownText(written, 200);

export function toAccount(answer: AccountAnswer, customerId: string): AspspAccount {
  const { id, type, referenceCurrency, number } = answer;
  const iban = answer.iban?.replace(/\s/g, "").toUpperCase() ?? null;
  return {
    identity: identityOf(answer),
    handle: packHandle({ customerId, accountId: id }),
    kind: kindOf(type),
    currency: referenceCurrency,
    iban,
    bban: shown(number),
    maskedPan: null,
    bic: null,
    name: shown(answer.name ?? answer.designation),
    product: shown(answer.designation),
    accountType: shown(type),
    status: null,
  };
}

/** What is printed on a statement stays; the identifier of the interface is the last resort. */
export function identityOf({ id, iban, number, referenceCurrency }: AccountAnswer): AccountIdentity {
  const currency = referenceCurrency;
  if (iban !== null) return { scheme: "iban", value: iban.replace(/\s/g, "").toUpperCase(), currency };
  if (number !== null) return { scheme: "bban", value: number, currency };
  return { scheme: "other", value: id, currency };
}

function kindOf(type: string): AccountKind {
  if (type === "cashAccount") return "current";
  return type === "safekeepingAccount" ? "custody" : "other";
}
