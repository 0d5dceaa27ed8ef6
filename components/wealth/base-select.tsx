import { useLocale, useTranslations } from "next-intl";

import { Button } from "#components/ui/button.tsx";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { formatCurrency } from "#lib/kernel/format.ts";

export interface BaseSelectProps {
  readonly base: string;
  readonly currencies: readonly string[];
  /** The page it stands on. */
  readonly path: string;
  /** What else stands in the page's address. */
  readonly carried?: Readonly<Record<string, string | null>>;
}

/** In which currency everything is reckoned: an ordinary form, so the choice stands in the page's address. */
export function BaseSelect({ base, currencies, path, carried }: BaseSelectProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  const offered = currencies.includes(base) ? currencies : [base, ...currencies];
  return (
    <form method="get" action={path} className="flex max-w-[42rem] flex-wrap items-end gap-3">
      <HiddenFields values={carried} />
      <div className="min-w-0 max-w-sm grow basis-56">
        <SelectField
          id="wealth-base"
          name="in"
          label={t("base")}
          defaultValue={base}
          options={offered.map((code) => ({
            value: code,
            label: `${code}, ${formatCurrency(locale, code)}`,
          }))}
        />
      </div>
      <Button variant="secondary">{t("reckon")}</Button>
    </form>
  );
}
