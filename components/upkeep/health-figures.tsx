import { useLocale, useTranslations } from "next-intl";

import { Facts } from "#components/ui/facts.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatDecimal } from "#lib/kernel/format.ts";
import type { InstitutionDetailView } from "#lib/upkeep/view.ts";
import { BankHealth } from "./bank-health.tsx";

/** How the bank answered, by what it was asked for. */
export function HealthFigures({ bank }: { readonly bank: InstitutionDetailView }) {
  const t = useTranslations("upkeep.health");
  const columns = useTranslations("upkeep.columns");
  const upkeep = useTranslations("upkeep");
  const kinds = useTranslations("bankAccess.measured.kinds");
  const locale = useLocale();
  const { health, products } = bank;
  const median = health?.medianMs ?? null;
  const counts = ["ok", "refused", "unavailable", "malformed"] as const;
  return (
    <div className="space-y-4">
      <Facts
        facts={[
          { term: columns("health"), fact: <BankHealth bank={bank} /> },
          {
            term: columns("answered"),
            fact: health ? upkeep("percent", { percent: health.answeredPercent }) : "–",
          },
          {
            term: t("median"),
            fact:
              median === null
                ? "–"
                : t("seconds", { seconds: formatDecimal(locale, (median / 1_000).toFixed(1)) }),
          },
          ...(health?.since ? [{ term: t("since"), fact: <Time iso={health.since} show="moment" /> }] : []),
        ]}
      />
      {bank.stateText ? <p>{bank.stateText}</p> : null}
      {products.length === 0 ? (
        <p className="text-quiet">{t("none")}</p>
      ) : (
        <Table
          caption={t("title")}
          columns={[
            { key: "product", header: t("product") },
            ...counts.map((key) => ({ key, header: t(key), isFigure: true })),
          ]}
          rows={products.map((product) => ({
            key: product.product,
            cells: [
              // Elsewhere the word stands within a sentence.
              <span key="product" className="inline-block first-letter:uppercase">
                {kinds(product.product)}
              </span>,
              ...counts.map((key) => product[key]),
            ],
          }))}
        />
      )}
      <p className="text-quiet text-small">{t("judged")}</p>
    </div>
  );
}
