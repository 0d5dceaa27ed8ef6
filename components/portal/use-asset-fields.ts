import { useLocale, useTranslations } from "next-intl";

import type { FieldSpec } from "#components/ui/action-form.tsx";
import { percentOf } from "#components/wealth/format-share.ts";
import { formatDecimal } from "#lib/kernel/format.ts";
import type { OwnAssetView } from "#lib/portfolio/own-assets-view.ts";

type Kind = OwnAssetView["kind"];

/** An amount that shows how numbers are written here. */
const example = "250000.50";
const longestName = 120;
const longestNumber = 40;

/** The fields by which something is written down. What is wrong with one is said at it, in our words. */
export function useAssetFields(kinds: readonly Kind[]) {
  const t = useTranslations("wealth.assets");
  const words = useTranslations("wealth.manual.kinds");
  const locale = useLocale();
  const typed = { type: "text", autoComplete: "off" } as const;
  const numeric = { ...typed, inputMode: "decimal", maxLength: longestNumber } as const;
  return {
    kind: (chosen: Kind): FieldSpec => ({
      ...{ name: "kind", label: t("fields.kind"), type: "text", value: chosen },
      options: kinds.map((kind) => ({ value: kind, label: words(kind) })),
    }),
    name: (value: string): FieldSpec => ({
      ...{ name: "name", label: t("fields.name"), value },
      ...{ ...typed, required: true, maxLength: longestName },
    }),
    amount: {
      ...{ name: "amount", label: t("fields.amount"), ...numeric, required: true },
      hint: t("hints.amount", { example: formatDecimal(locale, example) }),
    } satisfies FieldSpec,
    day: (value: string): FieldSpec => ({
      ...{ name: "day", label: t("fields.day"), type: "date", value, required: true },
    }),
    share: (value: string | null): FieldSpec => ({
      ...{ name: "share", label: t("fields.share"), ...numeric, hint: t("hints.share") },
      value: value === null ? "" : formatDecimal(locale, percentOf(value)),
    }),
  };
}
