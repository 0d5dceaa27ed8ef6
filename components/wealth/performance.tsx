import { useLocale, useTranslations } from "next-intl";

import { formatDate } from "#lib/kernel/format.ts";
import type { PerformanceView } from "#lib/portfolio/wealth-view.ts";
import { Figure } from "./figure.tsx";
import { MissingBox } from "./missing-box.tsx";
import type { WealthNames } from "./names.ts";
import { OnDemand } from "./on-demand.tsx";
import { ReturnValue } from "./return-value.tsx";

export interface PerformanceProps {
  readonly performance: PerformanceView;
  readonly names: WealthNames;
}

/**
 * How the investments did in a period: two rates of return that answer two questions, and the money that came of it.
 * What was paid in is never counted as a gain.
 */
export function Performance({ performance, names }: PerformanceProps) {
  const t = useTranslations("wealth.performance");
  const locale = useLocale();
  const { from, to, timeWeighted, moneyWeighted, missing, accountIds, joined } = performance;
  return (
    <div className="space-y-8">
      <p className="text-lead">
        {t("period", { from: formatDate(locale, from), to: formatDate(locale, to) })}
      </p>
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        <ReturnValue
          title={t("timeWeighted")}
          means={t("timeWeightedMeans")}
          rate={timeWeighted}
          names={names}
        />
        <ReturnValue
          title={t("moneyWeighted")}
          means={t("moneyWeightedMeans")}
          rate={moneyWeighted}
          names={names}
        />
      </div>
      <Sums performance={performance} names={names} />
      <MissingBox title={t("notInIt", { count: missing.length })} missing={missing} names={names} />
      {joined.length > 0 ? (
        <ul className="max-w-[42rem] list-disc space-y-1 ps-5 text-small">
          {joined.map(({ accountId, day }) => (
            <li key={accountId}>
              {t("joined", { account: names.accountName(accountId), date: formatDate(locale, day) })}
            </li>
          ))}
        </ul>
      ) : null}
      {accountIds.length > 0 ? (
        <OnDemand summary={t("of", { count: accountIds.length })}>
          <ul className="list-disc ps-5">
            {accountIds.map((id) => (
              <li key={id}>{names.accountName(id)}</li>
            ))}
          </ul>
        </OnDemand>
      ) : null}
    </div>
  );
}

const sums = ["begin", "paidIn", "takenOut", "gain", "end"] as const;
const apart = ["income", "fees", "taxes"] as const;

function Sums({ performance, names }: PerformanceProps) {
  const t = useTranslations("wealth.performance");
  const line = (key: (typeof sums)[number] | (typeof apart)[number], isStrong: boolean) => (
    <div key={key} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-2">
      <dt className={isStrong ? "font-semibold" : ""}>{t(`sums.${key}`)}</dt>
      <dd className={`ms-auto text-end ${isStrong ? "font-semibold" : ""}`}>
        <Figure figure={performance[key]} names={names} />
      </dd>
    </div>
  );
  return (
    <div className="max-w-[42rem] space-y-6">
      <dl className="divide-y divide-line border-line border-y">
        {sums.map((key) => line(key, key === "gain"))}
      </dl>
      <div className="space-y-2">
        <p className="text-quiet text-small">{t("apart")}</p>
        <dl className="divide-y divide-line border-line border-y">{apart.map((key) => line(key, false))}</dl>
      </div>
    </div>
  );
}
