import { useLocale, useTranslations } from "next-intl";

import { RatesUsed } from "#components/wealth/rates-used.tsx";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { BookView } from "#lib/portfolio/book-view.ts";
import { BookValue, useChangeWords } from "./book-value.tsx";

/** All clients of the list together, and of how many of them the sum is. */
export function BookTotal({ book }: { readonly book: BookView }) {
  const t = useTranslations("book");
  const wealth = useTranslations("wealth");
  const locale = useLocale();
  const change = useChangeWords();
  const { total, found, clients, rateSource, asked } = book;
  const { value } = total;
  const isEmpty = total.whole + total.partly + total.unknown === 0;
  return (
    <section aria-labelledby="book-total" className="space-y-1">
      <h2 id="book-total" className="font-sans font-semibold text-small">
        {t("total")}
      </h2>
      {isEmpty ? (
        <p className="text-quiet">{t("noneShared")}</p>
      ) : (
        <div className="font-semibold text-title [&>span]:justify-start [&_details]:font-normal">
          <BookValue value={value} />
        </div>
      )}
      <p className="text-small">
        {[
          t("totalOf", { found, clients }),
          ...(["whole", "partly", "unknown", "workingOut"] as const).flatMap((key) =>
            total[key] === 0 ? [] : [t(countTexts[key], { count: total[key] })],
          ),
        ].join(" · ")}
      </p>
      {value.kind === "known" ? (
        <p className="text-quiet text-small">
          {wealth("asOfOldest", { date: formatDateTime(locale, value.asOf) })}
        </p>
      ) : null}
      {isEmpty ? null : <p className="max-w-[42rem] text-quiet text-small">{t("jointMeans")}</p>}
      {total.change ? (
        <p className="max-w-[42rem] text-quiet text-small">
          {t("changeOf", {
            ...{ change: change(total.change), since: t(`since.${asked.over}`) },
            clients: total.change.clients,
          })}
        </p>
      ) : null}
      <RatesUsed rates={total.rates} source={rateSource} />
    </section>
  );
}

const countTexts = {
  whole: "whole",
  partly: "partly",
  unknown: "unknownCount",
  workingOut: "workingOutCount",
} as const;
