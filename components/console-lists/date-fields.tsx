import { useTranslations } from "next-intl";

import { Field } from "#components/ui/field.tsx";

interface DateFieldsProps {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The days between which a list is looked through, the last one with it. */
export function DateFields({ from, to }: DateFieldsProps) {
  const t = useTranslations("consoleLists");
  return (
    <>
      <Field id="list-from" name="from" type="date" label={t("from")} defaultValue={from ?? ""} />
      <Field id="list-to" name="to" type="date" label={t("to")} defaultValue={to ?? ""} />
    </>
  );
}
