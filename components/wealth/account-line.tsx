import { useLocale, useTranslations } from "next-intl";

import { TextLink } from "#components/ui/text-link.tsx";
import { formatDateTime, formatMoney } from "#lib/kernel/format.ts";
import type { WealthAccountView } from "#lib/portfolio/wealth-view.ts";
import { formatShare } from "./format-share.ts";
import { formatWeight } from "./format-weight.ts";
import { useAccountWords, type WealthNames } from "./names.ts";
import { Total } from "./total.tsx";

export interface AccountLineProps {
  readonly account: WealthAccountView;
  /** What everything is reckoned in. */
  readonly base: string;
  readonly names: WealthNames;
}

/** One account: what it is called, what it counts, as of when, and how that came about. */
export function AccountLine({ account, base, names }: AccountLineProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  const { title, facts } = useAccountWords()(account);
  const { value, own, weight, holders, share } = account;
  const path = names.accountPath(account.id);
  const isForeign = share !== null || own.some(({ currency }) => currency !== base);
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-4 sm:px-5">
      <div className="min-w-0">
        <h4 className="font-sans font-semibold [overflow-wrap:anywhere]">
          {path ? <TextLink href={path}>{title}</TextLink> : title}
        </h4>
        <p className="text-quiet text-small">{facts.join(" · ")}</p>
        <JointLine holders={holders} share={share} />
      </div>
      <div className="ms-auto text-end">
        <div className="font-semibold">
          <Total total={value} names={names} />
        </div>
        {isForeign && own.length > 0 ? (
          <p className="text-quiet text-small tabular-nums">
            {own.map((money) => formatMoney(locale, money)).join(" · ")}
          </p>
        ) : null}
        <p className="text-quiet text-small">
          {value.figure.kind === "known"
            ? t("asOf", { date: formatDateTime(locale, value.figure.asOf) })
            : null}
          {weight === null ? null : <> · {t("ofAll", { weight: formatWeight(locale, weight) })}</>}
        </p>
      </div>
    </li>
  );
}

/** Whose else it is, and how much of it counts. */
export function JointLine({ holders, share }: Pick<WealthAccountView, "holders" | "share">) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  if (share !== null) {
    const percent = formatShare(locale, share);
    return <p className="text-quiet text-small">{t("joint.share", { percent })}</p>;
  }
  return holders !== null && holders > 1 ? (
    <p className="text-quiet text-small">{t("joint.whole", { holders })}</p>
  ) : null;
}
