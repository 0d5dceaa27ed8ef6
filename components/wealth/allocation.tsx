import { useLocale, useTranslations } from "next-intl";

import { Behind } from "#components/charts/behind.tsx";
import { partsToDraw } from "#components/charts/parts.ts";
import { ShareBar } from "#components/charts/share-bar.tsx";
import { Swatch } from "#components/charts/swatch.tsx";
import { Table } from "#components/ui/table.tsx";
import { formatPercent } from "#lib/kernel/format.ts";
import { type Dimension, dimensions, type WealthView } from "#lib/portfolio/wealth-view.ts";
import { ChoiceLinks } from "./choice-links.tsx";
import { formatWeight } from "./format-weight.ts";
import type { WealthNames } from "./names.ts";
import { Total } from "./total.tsx";
import { usePartName } from "./use-part-name.ts";

export interface AllocationProps {
  readonly wealth: WealthView;
  readonly names: WealthNames;
  readonly by: Dimension;
  /** The page as it divides by another dimension. */
  readonly pathBy: (by: Dimension) => string;
}

/** What is owned, divided in one of six ways. The largest parts are drawn; the table has them all. */
export function Allocation({ wealth, names, by, pathBy }: AllocationProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  const nameOf = usePartName(wealth, names);
  const parts = wealth.parts[by];
  const drawn = partsToDraw(
    parts.map(({ key, weight }) => ({ key: key ?? "", label: nameOf(by, key), weight })),
  );
  const unknown = parts.filter(({ weight }) => weight === null);
  return (
    <div className="space-y-4">
      <ChoiceLinks
        label={t("by.label")}
        choices={dimensions.map((one) => ({ key: one, href: pathBy(one), label: t(`by.${one}`) }))}
        chosen={by}
      />
      {drawn.length > 0 ? <ShareBar parts={drawn} /> : <p className="text-quiet">{t("parts.none")}</p>}
      <ul className="divide-y divide-line">
        {drawn.map(({ key, label, count, weight, fill }) => (
          <li key={key} className="flex items-baseline gap-3 py-1.5">
            <Swatch fill={fill} />
            <span className="min-w-0 grow [overflow-wrap:anywhere]">
              {label ?? t("parts.other", { count })}
            </span>
            <span className="whitespace-nowrap font-semibold tabular-nums">
              {formatWeight(locale, weight)}
            </span>
          </li>
        ))}
        {unknown.map((part) => (
          <li key={part.key} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <span className="min-w-0 grow [overflow-wrap:anywhere]">{nameOf(by, part.key)}</span>
            <span className="text-quiet text-small">{t("parts.weightUnknown")}</span>
          </li>
        ))}
      </ul>
      {parts.length > 0 ? (
        <Behind>
          <PartTable wealth={wealth} names={names} by={by} />
        </Behind>
      ) : null}
    </div>
  );
}

function PartTable({ wealth, names, by }: Pick<AllocationProps, "wealth" | "names" | "by">) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  const nameOf = usePartName(wealth, names);
  return (
    <Table
      caption={t(`by.${by}`)}
      columns={[
        { key: "part", header: t(`by.${by}`) },
        { key: "value", header: <span className="block text-end">{t("value")}</span> },
        { key: "weight", header: <span className="block text-end">{t("weight")}</span> },
      ]}
      rows={wealth.parts[by].map(({ key, value, weight }) => ({
        key: `${key}`,
        cells: [
          nameOf(by, key),
          <span key="value" className="block text-end">
            <Total total={value} names={names} />
          </span>,
          <span key="weight" className="block text-end tabular-nums">
            {weight === null ? t("unknown") : formatPercent(locale, weight, 2)}
          </span>,
        ],
      }))}
    />
  );
}
