import { createHash } from "node:crypto";

import { swissIban } from "../../bank/family/iban.ts";
import type { NamedAccount } from "../../bank/profile.ts";

export interface CustodyAccount extends NamedAccount {
  readonly kind: "cash" | "safekeeping";
  readonly bban: string;
  /** Whoever holds it, jointly or alone. */
  readonly holders: string;
  /** The relationship's number, under which its accounts are one portfolio. */
  readonly portfolio: string;
  readonly portfolioCurrency: string;
}

/** The invented bank's own: it keeps the securities itself. */
export const bankBic = "SEWDCHZ0";

/** The invented bank's clearing number: no bank in Switzerland has it. */
const clearing = "99973";

/** The bank names nothing to a caller by what it calls it inside. */
export const opaque = (text: string): string =>
  createHash("sha256").update(`seewaldt ${text}`).digest("base64url").slice(0, 22);

interface Home {
  readonly number: string;
  readonly title: string;
  readonly currency: string;
}

export const cashAccount = (home: Home, currency: string, suffix: number): CustodyAccount => ({
  ...described(home, suffix, `Current account ${currency}`),
  kind: "cash",
  currency,
  iban: swissIban(clearing, Number(home.number.replaceAll(/\D/g, "")) * 1_000 + suffix),
});

export const safekeepingAccount = (home: Home, name: string, suffix: number): CustodyAccount => ({
  ...described(home, suffix, name),
  kind: "safekeeping",
  currency: home.currency,
  iban: null,
});

function described({ number, title, currency }: Home, suffix: number, name: string) {
  const bban = `${number}.${String(suffix).padStart(3, "0")}`;
  return {
    id: opaque(bban),
    name,
    holders: title,
    bban,
    maskedPan: null,
    portfolio: number,
    portfolioCurrency: currency,
  };
}
