import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Table } from "#components/ui/table.tsx";
import { formatDecimal, formatMoney } from "#lib/kernel/format.ts";
import type { PositionView } from "#lib/portfolio/view.ts";

export interface PositionTableProps {
  readonly positions: readonly PositionView[];
  /** Whose they are, for who hears the table and not sees where it stands. */
  readonly caption: string;
}

/** What is held, in the bank's own figures. There is no sum: the values may be in several currencies. */
export function PositionTable({ positions, caption }: PositionTableProps) {
  const t = useTranslations("clients");
  const locale = useLocale();
  if (positions.length === 0) return <p className="text-quiet text-small">{t("noPositions")}</p>;
  const left = (["instrument", "identification"] as const).map((key) => ({ key, header: t(key) }));
  const right = (["quantity", "price", "value"] as const).map((key) => ({
    key,
    header: <Figure>{t(key)}</Figure>,
  }));
  return (
    <Table
      caption={caption}
      columns={[...left, ...right]}
      rows={positions.map((position, at) => ({
        key: `${at} ${position.identification}`,
        cells: [
          position.name ?? position.identification ?? t("notTold"),
          position.identification ?? t("notTold"),
          <Figure key="quantity">
            {position.isNominal
              ? t("nominal", { quantity: formatDecimal(locale, position.quantity) })
              : formatDecimal(locale, position.quantity)}
          </Figure>,
          <Figure key="price">
            <Price price={position.price} />
          </Figure>,
          <Figure key="value">
            {position.marketValue ? formatMoney(locale, position.marketValue) : t("notTold")}
          </Figure>,
        ],
      }))}
    />
  );
}

function Figure({ children }: { readonly children: ReactNode }) {
  return <span className="block whitespace-nowrap text-end tabular-nums">{children}</span>;
}

function Price({ price }: Pick<PositionView, "price">) {
  const t = useTranslations("clients");
  const locale = useLocale();
  if (price === null) return t("notTold");
  return price.kind === "percent"
    ? t("percent", { price: formatDecimal(locale, price.of) })
    : formatMoney(locale, price.amount);
}
