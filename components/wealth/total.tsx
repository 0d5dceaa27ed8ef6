import { useTranslations } from "next-intl";

import type { TotalView } from "#lib/portfolio/wealth-view.ts";
import { Figure } from "./figure.tsx";
import { MissingList } from "./missing-list.tsx";
import type { WealthNames } from "./names.ts";
import { OnDemand } from "./on-demand.tsx";

export interface TotalProps {
  readonly total: TotalView;
  readonly names: WealthNames;
  readonly hasMarks?: boolean;
}

/** A sum of what is known. What is not in it stands beneath it: a sum never looks more complete than it is. */
export function Total({ total: { figure, missing }, names, hasMarks }: TotalProps) {
  const t = useTranslations("wealth");
  return (
    <>
      <Figure figure={figure} names={names} hasMarks={hasMarks} />
      {figure.kind === "known" && missing.length > 0 ? (
        <OnDemand summary={t("notInIt", { count: missing.length })}>
          <MissingList missing={missing} names={names} />
        </OnDemand>
      ) : null}
    </>
  );
}
