import { translator } from "#lib/i18n/messages.ts";
import { exact } from "#lib/kernel/decimal.ts";
import { formatDate, formatDecimal, formatPercent } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { EntryAccountView } from "./entries-view.ts";
import type { Mark } from "./figure.ts";
import type { FigureView, MissingView, RateView, TotalView, WealthAccountView } from "./wealth-view.ts";

export type BankNames = (institutionId: string) => string | null;

/** What figures, accounts and reasons are called in a file, as the pages call them. */
export interface ExportWords {
  readonly locale: Locale;
  // The tables are worded through this: i18n: wealthExport.*
  readonly t: ReturnType<typeof translator<"wealthExport">>;
  readonly wealth: ReturnType<typeof translator<"wealth">>;
  readonly bankOf: (institutionId: string) => string;
  /** Without its bank. */
  readonly accountOf: (accountId: string) => string;
  readonly bankOfAccount: (accountId: string) => string | null;
  readonly missing: (missing: readonly MissingView[]) => string | null;
  readonly marks: (marks: readonly Mark[]) => string | null;
  readonly rates: (rates: readonly RateView[]) => string | null;
}

export function exportWords(
  locale: Locale,
  accounts: readonly EntryAccountView[],
  bankName: BankNames,
): ExportWords {
  const wealth = translator(locale, "wealth");
  const connection = translator(locale, "connection");
  const receipt = translator(locale, "receipt");
  const unknownBank = translator(locale, "bankAccess")("unknownBank");
  const known = new Map(accounts.map((account) => [account.id, account]));
  const bankOf = (institutionId: string) => bankName(institutionId) ?? unknownBank;
  const accountOf = (id: string): string => {
    const account = known.get(id);
    if (!account) return wealth("accountUnnamed");
    const digits = account.maskedNumber?.slice(-4);
    const title = account.name ?? account.product ?? connection(`kinds.${account.kind}`);
    return digits ? `${title} ••${digits}` : title;
  };
  const bankOfAccount = (id: string) => {
    const account = known.get(id);
    return account ? bankOf(account.institutionId) : null;
  };
  const missingWords = ({ reason, accountId, what, data, day }: MissingView): string => {
    const why = wealth(`missing.${reason}`);
    const of = [
      accountId === null ? null : listed([bankOfAccount(accountId), accountOf(accountId)], ", "),
      data === undefined ? null : receipt(`categories.${data}`),
      what,
      day === undefined ? null : formatDate(locale, day),
    ];
    const named = listed(of, ", ");
    return named === null ? why : wealth("missingOf", { of: named, why });
  };
  return {
    ...{ locale, wealth, bankOf, accountOf, bankOfAccount },
    t: translator(locale, "wealthExport"),
    missing: (missing) => listed(missing.map(missingWords), "; "),
    marks: (marks) =>
      listed(
        marks.map((mark) => wealth(`marks.${mark}`)),
        "; ",
      ),
    rates: (rates) =>
      listed(
        rates.map(({ from, to, value, day }) =>
          wealth("rates.one", {
            from,
            to,
            rate: formatDecimal(locale, value),
            date: formatDate(locale, day),
          }),
        ),
        "; ",
      ),
  };
}

/** `null` where there is nothing to list. */
export function listed(parts: readonly (string | null)[], between: string): string | null {
  const told = parts.filter((part) => part !== null);
  return told.length === 0 ? null : told.join(between);
}

type FigureCells = Readonly<Record<"value" | "base" | "asOf" | "marks" | "missing" | "rates", string | null>>;

/** A figure with its currency, its date, and what has to be known of it. What is not known has no value. */
export function figureCells(
  figure: FigureView,
  words: ExportWords,
  more: readonly MissingView[] = [],
): FigureCells {
  if (figure.kind === "unavailable") {
    const missing = words.missing(figure.missing) ?? words.wealth("unavailable");
    return { ...{ value: null, base: null, asOf: null, marks: null, rates: null }, missing };
  }
  const { value, asOf, marks, rates } = figure;
  return {
    ...{ value: value.amount, base: value.currency, asOf },
    ...{ marks: words.marks(marks), missing: words.missing(more), rates: words.rates(rates) },
  };
}

export const totalCells = ({ figure, missing }: TotalView, words: ExportWords): FigureCells =>
  figureCells(figure, words, missing);

/** Whose else an account is, and how much of it counts. */
export function shareWords(
  { share, holders }: Pick<WealthAccountView, "share" | "holders">,
  { wealth, locale }: ExportWords,
): string | null {
  if (share !== null) {
    const percent = exact(share).times(100).toFixed();
    return wealth("joint.share", {
      percent: formatPercent(locale, percent, percent.split(".")[1]?.length ?? 0),
    });
  }
  return holders !== null && holders > 1 ? wealth("joint.whole", { holders }) : null;
}
