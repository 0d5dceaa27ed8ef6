import { bookedAtEndOf, ledgerOf as cashLedgerOf } from "#sandbox/bank/books/ledger.ts";
import { accountsOf } from "#sandbox/bank/family/cash-accounts.ts";
import { dayAt } from "#sandbox/bank/family/days.ts";
import { ledgerOf as custodyLedgerOf, holdingsAt } from "#sandbox/private-bank/books/ledger.ts";
import { accruedOn, worthOf } from "#sandbox/private-bank/books/trades.ts";
import { isDebt } from "#sandbox/private-bank/wealth/instrument.ts";
import { priceOf } from "#sandbox/private-bank/wealth/prices.ts";
import { relationships } from "#sandbox/private-bank/wealth/relationships.ts";
import { ratesUntilYesterday } from "#sandbox/rates/rates.ts";

/**
 * What a member of the invented family has, out of the invented banks' own books and in whole numbers: nothing that
 * Licet has read, mapped, stored or added up is in it.
 */

export interface Owned {
  readonly bank: "retail" | "private";
  /** The last four characters of the account’s number. */
  readonly account: string;
  readonly isDebt: boolean;
  readonly currency: string;
  /** In ten-thousandths of the currency. */
  readonly amount: bigint;
}

/** Everything that the banks would tell of a person now. */
export function ownedBy(person: string, nowMs: number): readonly Owned[] {
  const today = dayAt(nowMs);
  const retail = accountsOf(person).map((account): Owned => {
    const ledger = cashLedgerOf(account, today);
    const isCard = account.kind === "card";
    // Accounts are told as they were when the last day ended; a card has no such day.
    const minor = isCard ? ledger.bookedMinor : bookedAtEndOf(ledger, today - 1);
    return {
      ...{ bank: "retail", account: endingOf(account), isDebt: isCard, currency: account.currency },
      amount: minor * 100n,
    };
  });
  const held = relationships
    .filter(({ owners }) => owners.includes(person))
    .flatMap((relation) => holdingsAt(custodyLedgerOf(relation, today), today));
  const custody = held.map(({ account, instrument, quantity }): Owned => {
    const place = { bank: "private", account: endingOf(account), isDebt: false } as const;
    if (instrument === null) return { ...place, currency: account.currency, amount: quantity };
    const worth = worthOf(instrument, quantity, priceOf(instrument, today));
    const accrued = isDebt(instrument) ? accruedOn(instrument, quantity, today) : 0n;
    return { ...place, currency: instrument.currency, amount: worth + accrued };
  });
  return [...retail, ...custody];
}

const endingOf = ({ iban, maskedPan, bban }: Numbers): string =>
  (iban ?? bban ?? maskedPan ?? "").replaceAll(/[^A-Za-z0-9]/g, "").slice(-4);

interface Numbers {
  readonly iban: string | null;
  readonly maskedPan: string | null;
  readonly bban?: string;
}

interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** How many units of a currency one euro was on the last day that was published. */
function perEuro(currency: string, nowMs: number): Fraction {
  if (currency === "EUR") return { over: 1n, under: 1n };
  const { currencies, days } = ratesUntilYesterday(nowMs);
  const text = days.at(-1)?.rates[currencies.indexOf(currency)];
  if (!text) throw new Error(`The sandbox publishes no rate of ${currency}.`);
  const places = text.split(".")[1]?.length ?? 0;
  return { over: BigInt(text.replace(".", "")), under: 10n ** BigInt(places) };
}

/** A sum in one currency as a decimal with two places, halves away from zero; rounded once, at the end. */
export function sumIn(base: string, owned: readonly Owned[], nowMs: number): string {
  let [over, under] = [0n, 1n];
  const target = perEuro(base, nowMs);
  for (const { amount, currency } of owned) {
    const from = perEuro(currency, nowMs);
    const own = {
      over: amount * from.under * (currency === base ? from.over : target.over),
      under: 10_000n * from.over * (currency === base ? from.under : target.under),
    };
    [over, under] = [over * own.under + own.over * under, under * own.under];
  }
  const sign = over < 0n ? "-" : "";
  const cents = ((over < 0n ? -over : over) * 200n + under) / (under * 2n);
  return `${cents === 0n ? "" : sign}${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}

/** A part of a whole in per cent with two places, halves away from zero. */
export function weightIn(
  base: string,
  part: readonly Owned[],
  whole: readonly Owned[],
  nowMs: number,
): string {
  const exact = (owned: readonly Owned[]) => BigInt(sumIn(base, owned, nowMs).replace(".", ""));
  const tenThousandths = (exact(part) * 20_000n + exact(whole)) / (exact(whole) * 2n);
  return `${tenThousandths / 100n}.${String(tenThousandths % 100n).padStart(2, "0")}`;
}
