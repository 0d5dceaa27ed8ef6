import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Badge } from "#components/ui/badge.tsx";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { Available, Unavailable } from "#lib/portfolio/view.ts";

export interface ClientFigureProps<T> {
  readonly title: string;
  readonly shown: Available<T>;
  readonly children: (value: T) => ReactNode;
}

/** One kind of data of an account: what is known with its date, or a dash and why it is not. Never a nought. */
export function ClientFigure<T>({ title, shown, children }: ClientFigureProps<T>) {
  const t = useTranslations("clients");
  const locale = useLocale();
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h4 className="font-sans font-semibold text-small">{title}</h4>
        {shown.kind === "known" ? (
          <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-quiet text-small">
            {shown.hasFailedSince ? <Badge tone="caution">{t("failedSince")}</Badge> : null}
            {shown.isStale ? <Badge tone="caution">{t("stale")}</Badge> : null}
            {t("asOf", { date: formatDateTime(locale, shown.asOf) })}
          </p>
        ) : null}
      </div>
      {shown.kind === "known" ? children(shown.value) : <NotThere why={shown.why} />}
    </div>
  );
}

function NotThere({ why }: { readonly why: Unavailable }) {
  const t = useTranslations("clients");
  return (
    <p className="text-quiet text-small">
      <span aria-hidden="true">– </span>
      {t(`why.${why}`)}
    </p>
  );
}
