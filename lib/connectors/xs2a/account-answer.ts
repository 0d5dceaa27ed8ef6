import { z } from "zod";
import { optional, optionalText, text } from "#lib/aspsp/answer-fields.ts";
import type { AccountIdentity, AccountKind, AspspAccount, AspspHolder } from "#lib/aspsp/records.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";
import { currencySchema } from "#lib/kernel/money.ts";
import { type Handle, packHandle } from "./account-handle.ts";
import { linksSchema, resolveLinks } from "./links.ts";

const Holder = z.object({ name: text.min(1) });

export const accountSchema = z.object({
  resourceId: text.min(1),
  iban: optionalText,
  bban: optionalText,
  maskedPan: optionalText,
  currency: currencySchema,
  name: optionalText,
  displayName: optionalText,
  product: optionalText,
  cashAccountType: optionalText,
  status: optionalText,
  bic: optionalText,
  ownerName: optionalText,
  ownerNames: optional(z.array(Holder).max(100)),
  _links: linksSchema,
});
export type AccountAnswer = z.output<typeof accountSchema>;

const shown = (written: string | null): string | null =>
  written === null ? null : toShownText(written, 200);

export function toAccount(answer: AccountAnswer, path: Handle["path"], answeredFrom: string): AspspAccount {
  const links = resolveLinks(answer._links, answeredFrom);
  const iban = answer.iban?.replace(/\s/g, "").toUpperCase() ?? null;
  const { bban, maskedPan, currency, cashAccountType } = answer;
  const handle: Handle = {
    path,
    resourceId: answer.resourceId,
    balances: links.balances ?? null,
    transactions: links.transactions ?? null,
  };
  return {
    identity: identityOf({ iban, bban, maskedPan, currency, resourceId: answer.resourceId }),
    handle: packHandle(handle),
    kind: path === "card-accounts" ? "card" : kindOf(cashAccountType),
    currency,
    iban,
    bban,
    maskedPan,
    bic: shown(answer.bic),
    name: shown(answer.displayName ?? answer.name),
    product: shown(answer.product),
    accountType: shown(cashAccountType),
    status: statusOf(answer.status),
  };
}

export function holdersOf({ ownerName, ownerNames }: AccountAnswer): readonly AspspHolder[] {
  const names = ownerNames?.map(({ name }) => name) ?? (ownerName === null ? [] : [ownerName]);
  return names.flatMap((written) => {
    const name = shown(written);
    return name === null ? [] : [{ name, share: null }];
  });
}

interface Named extends Pick<AspspAccount, "iban" | "bban" | "maskedPan" | "currency"> {
  readonly resourceId: string;
}

/** A bank's resource identifier changes with each consent; what is printed on a statement or a card does not. */
function identityOf({ iban, bban, maskedPan, currency, resourceId }: Named): AccountIdentity {
  if (iban !== null) return { scheme: "iban", value: iban, currency };
  if (bban !== null) return { scheme: "bban", value: bban, currency };
  if (maskedPan !== null) return { scheme: "maskedPan", value: maskedPan, currency };
  return { scheme: "other", value: resourceId, currency };
}

/** ISO 20022, ExternalCashAccountType1Code. */
function kindOf(cashAccountType: string | null): AccountKind {
  switch (cashAccountType) {
    case "SVGS":
    case "LLSV":
    case "ONDP":
      return "savings";
    case "LOAN":
      return "loan";
    case null:
    case "CACC":
    case "CASH":
    case "TRAN":
    case "SLRY":
    case "TRAS":
      return "current";
    default:
      return "other";
  }
}

const statusOf = (status: string | null): AspspAccount["status"] =>
  status === "enabled" || status === "blocked" || status === "deleted" ? status : null;
