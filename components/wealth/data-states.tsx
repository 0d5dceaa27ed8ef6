import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Time } from "#components/ui/time.tsx";
import type { DataStateView } from "#lib/portfolio/wealth-view.ts";

export interface DataStatesProps {
  readonly data: readonly DataStateView[];
  readonly bank: string;
}

/** Kind by kind when the bank said it, and where it did not, why. */
export function DataStates({ data, bank }: DataStatesProps) {
  const t = useTranslations("wealth.data");
  const receipt = useTranslations("receipt");
  return (
    <dl className="max-w-[42rem] divide-y divide-line border-line border-y">
      {data.map(({ data: kind, why, asOf, isStale, hasFailedSince }) => (
        <div key={kind} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-2">
          <dt>{receipt(`categories.${kind}`)}</dt>
          <dd className="ms-auto flex flex-wrap items-baseline justify-end gap-x-4 text-end text-small">
            {why ? (
              <span className="text-quiet">
                <span aria-hidden="true">– </span>
                {t(`why.${why}`)}
              </span>
            ) : null}
            {asOf ? (
              <span className="text-quiet">
                {t("saidBy", { bank })} <Time iso={asOf} show="moment" />
              </span>
            ) : null}
            {hasFailedSince ? <Badge tone="danger">{t("failedSince")}</Badge> : null}
            {isStale ? <Badge tone="caution">{t("stale")}</Badge> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
