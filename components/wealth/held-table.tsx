import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Table } from "#components/ui/table.tsx";
import { formatDate, formatDecimal, formatMoney, formatPercent } from "#lib/kernel/format.ts";
import type { HeldView } from "#lib/portfolio/wealth-view.ts";
import { AccountLink } from "./account-link.tsx";
import { Figure } from "./figure.tsx";
import type { WealthNames } from "./names.ts";

export interface HeldTableProps {
  readonly held: readonly HeldView[];
  readonly names: WealthNames;
  /** What is held, for who hears the table and does not see where it stands. */
  readonly caption: string;
  /** What names each line; its account where it is not given. */
  readonly nameOf?: (held: HeldView) => ReactNode;
}

/** What is held, as the bank says, with what it was bought for where that is known. */
export function HeldTable({ held, names, caption, nameOf }: HeldTableProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  const columns = (["quantity", "price", "marketValue", "accrued", "cost", "gain", "value"] as const).map(
    (key) => ({ key, header: <End>{t(`held.${key}`)}</End> }),
  );
  return (
    <Table
      isWide
      caption={caption}
      columns={[{ key: "of", header: nameOf ? t("held.investment") : t("held.account") }, ...columns]}
      rows={held.map((one) => ({
        key: `${one.accountId} ${one.place}`,
        cells: [
          nameOf ? nameOf(one) : <AccountLink key="of" accountId={one.accountId} names={names} />,
          <End key="quantity">
            {one.isNominal
              ? t("nominal", { quantity: formatDecimal(locale, one.quantity) })
              : formatDecimal(locale, one.quantity)}
          </End>,
          <End key="price">
            <Price held={one} />
          </End>,
          <End key="marketValue">
            {one.marketValue ? formatMoney(locale, one.marketValue) : t("notTold")}
            {one.difference ? (
              <span className="block text-caution">
                {t("held.difference", { amount: formatMoney(locale, one.difference) })}
              </span>
            ) : null}
          </End>,
          <End key="accrued">{one.accruedInterest ? formatMoney(locale, one.accruedInterest) : "–"}</End>,
          <End key="cost">
            <Figure figure={one.cost} names={names} />
          </End>,
          <End key="gain">
            <Figure figure={one.gain} names={names} />
          </End>,
          <End key="value">
            <Figure figure={one.value} names={names} />
          </End>,
        ],
      }))}
    />
  );
}

function Price({ held: { price, priceDay } }: { readonly held: HeldView }) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  if (price === null) return t("notTold");
  return (
    <>
      {price.kind === "percent"
        ? formatPercent(locale, price.of, price.of.split(".")[1]?.length ?? 0)
        : formatMoney(locale, price.amount)}
      {priceDay ? (
        <span className="block text-quiet">{t("onDay", { date: formatDate(locale, priceDay) })}</span>
      ) : null}
    </>
  );
}

function End({ children }: { readonly children: ReactNode }) {
  return <span className="block text-end tabular-nums">{children}</span>;
}
