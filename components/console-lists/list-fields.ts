import { useTranslations } from "next-intl";

import type { FilterField } from "#components/console-table/table-filter.tsx";

/**
 * What every list about investors is looked through by: whose a row is, and the days of what its newest are newest by,
 * the last one with it.
 */
export function useListFields(what: string) {
  const t = useTranslations("consoleLists");
  return {
    any: { value: "", label: t("any") },
    investor: { name: "investor", label: t("investor"), type: "search" },
    days: [
      { name: "from", label: t("from", { what }), type: "date" },
      { name: "to", label: t("to", { what }), type: "date" },
    ],
  } as const satisfies Record<string, { value: string } | FilterField<string> | FilterField<string>[]>;
}
