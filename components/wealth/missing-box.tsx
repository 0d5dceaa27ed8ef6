import { useTranslations } from "next-intl";

import type { MissingView, TotalView } from "#lib/portfolio/wealth-view.ts";
import { MissingList } from "./missing-list.tsx";
import type { WealthNames } from "./names.ts";

export interface MissingBoxProps {
  readonly title: string;
  readonly missing: readonly MissingView[];
  readonly names: WealthNames;
}

/** What is not in the figures beside it, said before anything is made of them. */
export function MissingBox({ title, missing, names }: MissingBoxProps) {
  if (missing.length === 0) return null;
  return (
    <div className="max-w-[42rem] space-y-2 border-caution border-s-2 ps-4">
      <p className="font-semibold">{title}</p>
      <MissingList missing={missing} names={names} />
    </div>
  );
}

export interface MissingOfTotalProps {
  readonly total: TotalView;
  readonly names: WealthNames;
}

/** The same of a total: what it leaves out, or why there is none. */
export function MissingOfTotal({ total: { figure, missing }, names }: MissingOfTotalProps) {
  const t = useTranslations("wealth");
  return figure.kind === "known" ? (
    <MissingBox title={t("notInIt", { count: missing.length })} missing={missing} names={names} />
  ) : (
    <MissingBox title={t("whyUnavailable")} missing={figure.missing} names={names} />
  );
}
