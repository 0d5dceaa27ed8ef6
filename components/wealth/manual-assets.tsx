import { useLocale, useTranslations } from "next-intl";

import { TextLink } from "#components/ui/text-link.tsx";
import { formatDate, formatMoney } from "#lib/kernel/format.ts";
import type { ManualAssetView } from "#lib/portfolio/wealth-view.ts";
import { JointLine } from "./account-line.tsx";
import { Figure } from "./figure.tsx";
import type { WealthNames } from "./names.ts";

export interface ManualAssetsProps {
  readonly assets: readonly ManualAssetView[];
  readonly names: WealthNames;
  /** Where each can be changed. */
  readonly pathOf?: (assetId: string) => string;
}

/** What no bank keeps, as it was written down, with the day on which it was worth so much. */
export function ManualAssets({ assets, names, pathOf }: ManualAssetsProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  return (
    <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
      {assets.map(({ id, kind, name, share, valuedOn, own, value }) => (
        <li
          key={id}
          className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-4 sm:px-5"
        >
          <div className="min-w-0">
            <h3 className="font-sans font-semibold [overflow-wrap:anywhere]">
              {pathOf ? <TextLink href={pathOf(id)}>{name}</TextLink> : name}
            </h3>
            <p className="text-quiet text-small">{t(`manual.kinds.${kind}`)}</p>
            <JointLine holders={null} share={share} />
          </div>
          <div className="ms-auto text-end">
            <div className="font-semibold">
              <Figure figure={value} names={names} />
            </div>
            <p className="text-quiet text-small tabular-nums">
              {t("manual.valued", { amount: formatMoney(locale, own), date: formatDate(locale, valuedOn) })}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
