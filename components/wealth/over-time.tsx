import { useLocale, useTranslations } from "next-intl";

import { Behind } from "#components/charts/behind.tsx";
import { LineChart } from "#components/charts/line-chart.tsx";
import { Table } from "#components/ui/table.tsx";
import { formatDate, formatReckoned } from "#lib/kernel/format.ts";
import type { SeriesPointView, SeriesView } from "#lib/portfolio/wealth-view.ts";
import { MissingList } from "./missing-list.tsx";
import type { WealthNames } from "./names.ts";
import { OnDemand } from "./on-demand.tsx";

export interface OverTimeProps {
  readonly series: SeriesView;
  readonly names: WealthNames;
}

/** Net worth day by day, as far as it is known. Days of which anything is not known are gaps. */
export function OverTime({ series, names }: OverTimeProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  const { base, points, missing, since } = series;
  const known = points.filter(({ value }) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  const money = ({ value }: SeriesPointView) =>
    formatReckoned(locale, { amount: value ?? "0", currency: base });
  const day = ({ day: of }: SeriesPointView) => formatDate(locale, of);
  return (
    <div className="space-y-3">
      {first && last ? (
        <>
          <LineChart
            points={points}
            inWords={t("overTime.inWords", {
              ...{ from: day(first), first: money(first), to: day(last), last: money(last) },
            })}
          />
          {known.length < points.length ? (
            <p className="text-quiet text-small">{t("overTime.gaps")}</p>
          ) : null}
          <Behind>
            <PointTable points={points} base={base} />
          </Behind>
        </>
      ) : (
        <p className="text-quiet">{t("overTime.none")}</p>
      )}
      {since && since !== points[0]?.day ? (
        <p className="text-quiet text-small">{t("overTime.since", { date: formatDate(locale, since) })}</p>
      ) : null}
      {missing.length > 0 ? (
        <OnDemand summary={t("overTime.missing", { count: missing.length })}>
          <MissingList missing={missing} names={names} />
        </OnDemand>
      ) : null}
    </div>
  );
}

function PointTable({ points, base }: Pick<SeriesView, "points" | "base">) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  return (
    <Table
      caption={t("overTime.title")}
      columns={[
        { key: "day", header: t("overTime.day") },
        { key: "value", header: <span className="block text-end">{t("netWorth")}</span> },
      ]}
      rows={tableDays(points).map(({ day, value }) => ({
        key: day,
        cells: [
          formatDate(locale, day),
          <span key="value" className="block text-end tabular-nums">
            {value === null ? t("unknown") : formatReckoned(locale, { amount: value, currency: base })}
          </span>,
        ],
      }))}
    />
  );
}

const mostDays = 62;

/** The newest first: every day of two months, and of what is longer the last day of each month and the last of all. */
function tableDays(points: readonly SeriesPointView[]): readonly SeriesPointView[] {
  const months = Map.groupBy(points, ({ day }) => day.slice(0, 7));
  const told = points.length <= mostDays ? points : [...months.values()].flatMap((own) => own.at(-1) ?? []);
  return told.toReversed();
}
