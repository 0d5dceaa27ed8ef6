import { useLocale, useTranslations } from "next-intl";

import { Table } from "#components/ui/table.tsx";
import { formatDecimal } from "#lib/kernel/format.ts";
import type { ScaFigureView } from "#lib/upkeep/view.ts";
import { scaRate } from "./sca-rate.ts";

/** How confirming went, way by way. */
export function ScaFigures({ figures }: { readonly figures: readonly ScaFigureView[] }) {
  const t = useTranslations("upkeep.sca");
  const upkeep = useTranslations("upkeep");
  const health = useTranslations("upkeep.health");
  const methods = useTranslations("confirm.methods");
  const locale = useLocale();
  if (figures.length === 0) return <p className="text-quiet">{t("none")}</p>;
  const nameOf = (way: ScaFigureView["way"]) =>
    way === null
      ? upkeep("ways.none")
      : way === "redirect" || way === "app"
        ? upkeep(`ways.${way}`)
        : methods(way);
  const seconds = (value: number | null) =>
    value === null ? "–" : health("seconds", { seconds: formatDecimal(locale, value.toFixed(0)) });
  const columns = ["way", "attempts", "letIn", "brokenOff", "rate", "median", "slow"] as const;
  return (
    <div className="space-y-3">
      <Table
        caption={t("title")}
        columns={columns.map((key) => ({ key, header: t(key), isFigure: key !== "way" }))}
        rows={figures.map((figure) => {
          const { percent } = scaRate([figure]);
          return {
            key: figure.way ?? "none",
            cells: [
              nameOf(figure.way),
              ...[figure.attempts, figure.letIn, figure.brokenOff],
              percent === null ? "–" : upkeep("percent", { percent }),
              seconds(figure.medianSeconds),
              seconds(figure.slowSeconds),
            ],
          };
        })}
      />
      <p className="text-quiet text-small">{t("rateMeans")}</p>
    </div>
  );
}
