import { useLocale, useTranslations } from "next-intl";

import { formatDate, formatMoney } from "#lib/kernel/format.ts";
import type { NamedBalanceView } from "#lib/portfolio/own-wealth-view.ts";

const named = [
  "closingBooked",
  "interimBooked",
  "openingBooked",
  "expected",
  "interimAvailable",
  "closingAvailable",
  "openingAvailable",
  "forwardAvailable",
  "authorised",
  "nonInvoiced",
] as const;

/** Every balance that the bank names, each for itself: which of them counts is the reader's to say. */
export function BalanceLines({ balances }: { readonly balances: readonly NamedBalanceView[] }) {
  const t = useTranslations("clients");
  const locale = useLocale();
  if (balances.length === 0) return <p className="text-quiet text-small">{t("noBalances")}</p>;
  return (
    <dl className="divide-y divide-line">
      {balances.map(({ type, amount, day }) => {
        const known = named.find((name) => name === type);
        return (
          <div
            key={`${type} ${amount.currency} ${day}`}
            className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-1.5"
          >
            <dt className="min-w-0 [overflow-wrap:anywhere]">
              {known ? t(`balanceTypes.${known}`) : type}
              {day ? (
                <span className="text-quiet text-small">
                  {" "}
                  {t("dated", { date: formatDate(locale, day) })}
                </span>
              ) : null}
            </dt>
            <dd className="ms-auto whitespace-nowrap font-semibold tabular-nums">
              {formatMoney(locale, amount)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
