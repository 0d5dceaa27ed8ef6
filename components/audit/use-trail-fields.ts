import { useTranslations } from "next-intl";

import type { FilterField } from "#components/console-table/table-filter.tsx";
import { useEventTypes } from "./use-event-types.ts";

export type TrailFilterName = "actor" | "subject" | "type" | "request" | "id" | "from" | "to";

interface AskedOfTrail {
  readonly asked: { readonly filters: Readonly<Partial<Record<TrailFilterName, string>>> };
  readonly unusable: readonly TrailFilterName[];
}

/** By what an entry can be found. What was typed stays, and what cannot be looked for says so at its field. */
export function useTrailFields({ asked, unusable }: AskedOfTrail): readonly FilterField<TrailFilterName>[] {
  const t = useTranslations("trail");
  const types = useEventTypes();
  const chosen = asked.filters.type;
  const isKnown = chosen === undefined || types.some(({ value }) => value === chosen);
  const unknown = isKnown ? [] : [{ value: chosen, label: chosen }];
  const errorOf = (name: TrailFilterName, error: string) => (unusable.includes(name) ? error : undefined);
  return [
    {
      name: "type",
      label: t("filters.type"),
      options: [{ value: "", label: t("anyType") }, ...unknown, ...types],
    },
    ...(["actor", "subject", "request", "id"] as const).map((name) => ({
      name,
      label: t(`filters.${name}`),
      error: errorOf(name, t("noIdentifier")),
    })),
    ...(["from", "to"] as const).map((name) => ({
      name,
      label: t(`filters.${name}`),
      type: "date" as const,
      error: errorOf(name, t("noDay")),
    })),
  ];
}
