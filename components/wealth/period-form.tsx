import { useTranslations } from "next-intl";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";

export interface PeriodFormProps {
  readonly from: string;
  readonly to: string;
  /** Today: nothing later has happened yet. */
  readonly latest: string;
  /** The page it stands on. */
  readonly path: string;
  readonly carried: Readonly<Record<string, string | null>>;
  /** What was asked for is no period. */
  readonly isRefused: boolean;
}

/** A period of one's own: an ordinary form, so it stands in the page's address. */
export function PeriodForm({ from, to, latest, path, carried, isRefused }: PeriodFormProps) {
  const t = useTranslations("wealth.performance");
  return (
    <form method="get" action={path} className="flex max-w-[42rem] flex-wrap items-end gap-4">
      <HiddenFields values={carried} />
      <Field
        id="period-from"
        name="from"
        type="date"
        label={t("from")}
        defaultValue={from}
        max={latest}
        error={isRefused ? t("periodRefused") : undefined}
        required
      />
      <Field id="period-to" name="to" type="date" label={t("to")} defaultValue={to} max={latest} required />
      <Button variant="secondary">{t("show")}</Button>
    </form>
  );
}
