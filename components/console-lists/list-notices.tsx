import { useLocale, useTranslations } from "next-intl";

import type { FilterField } from "#components/console-table/table-filter.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatList } from "#lib/kernel/format.ts";

interface ListNoticesProps {
  readonly fields: readonly FilterField<string>[];
  /** The names of filters that mean nothing. */
  readonly unusable: readonly string[];
  /** How many investors were looked at where more are called so; `null` where there are no more. */
  readonly cutAt: number | null;
}

/** What a list does not show although somebody might think that it does. */
export function ListNotices({ fields, unusable, cutAt }: ListNoticesProps) {
  const t = useTranslations("consoleLists");
  const locale = useLocale();
  const labels = fields.filter(({ name }) => unusable.includes(name)).map(({ label }) => label);
  return (
    <>
      {labels.length > 0 ? (
        <Notice tone="caution" word={t("unusable")}>
          <p>{t("unusableBody", { fields: formatList(locale, labels) })}</p>
        </Notice>
      ) : null}
      {cutAt === null ? null : (
        <Notice tone="caution" word={t("cut")}>
          <p>{t("cutBody", { count: cutAt })}</p>
        </Notice>
      )}
    </>
  );
}
