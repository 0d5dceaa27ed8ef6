import { useLocale, useTranslations } from "next-intl";

import { formatReckoned } from "#lib/kernel/format.ts";
import type { FigureView } from "#lib/portfolio/wealth-view.ts";
import { MarkList } from "./mark-list.tsx";
import { MissingList } from "./missing-list.tsx";
import type { WealthNames } from "./names.ts";
import { OnDemand } from "./on-demand.tsx";

export interface FigureProps {
  readonly figure: FigureView;
  readonly names: WealthNames;
  /** Marks stand beneath the number. Where they stand somewhere near already, they are left out. */
  readonly hasMarks?: boolean;
}

/** A number with its currency and what has to be known of it; else a dash, the word, and the reason one tap away. */
export function Figure({ figure, names, hasMarks = true }: FigureProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  if (figure.kind === "unavailable") {
    return (
      <OnDemand
        summary={
          <>
            <span aria-hidden="true">–&nbsp;</span>
            {t("unavailable")}
          </>
        }
      >
        <MissingList missing={figure.missing} names={names} />
      </OnDemand>
    );
  }
  return (
    <>
      <span className="whitespace-nowrap tabular-nums">{formatReckoned(locale, figure.value)}</span>
      {hasMarks && figure.marks.length > 0 ? (
        <span className="flex flex-wrap justify-end gap-x-3">
          <MarkList marks={figure.marks} />
        </span>
      ) : null}
    </>
  );
}
