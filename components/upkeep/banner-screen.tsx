import { useTranslations } from "next-intl";

import { ActionForm, type FieldSpec } from "#components/ui/action-form.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";
import type { SetBannerView } from "#lib/upkeep/view.ts";

export interface BannerScreenProps {
  readonly institutionId: string;
  readonly bank: string;
  readonly banner: SetBannerView | null;
  /** What stands in each language before anything is typed. */
  readonly usual: Readonly<Record<Locale, string>>;
  /** Fields: `institutionId`, `seen`, one for each language, `day`, `time`. */
  readonly set: FormAction;
}

/** The form by which staff say what investors are told of a bank, and until when. */
export function BannerScreen({ institutionId, bank, banner, usual, set }: BannerScreenProps) {
  const t = useTranslations("upkeep.banner");
  const texts = useFormTexts();
  const [day = "", time = ""] = banner && !banner.isOver ? banner.until.split(/[T.]/) : [];
  const fields: FieldSpec[] = [
    ...locales.map((locale) => ({
      ...({ name: locale, label: t(`texts.${locale}`), type: "text", autoComplete: "off" } as const),
      ...{ required: true, maxLength: 300, value: banner?.[locale] ?? usual[locale] },
    })),
    { name: "day", label: t("day"), type: "date", required: true, value: day },
    {
      ...{ name: "time", label: t("time"), type: "text", value: time.slice(0, 5) || "18:00" },
      options: withOwn(time.slice(0, 5)).map((value) => ({ value, label: value })),
    },
  ];
  return (
    <div className="max-w-journey space-y-6">
      <p className="no-print mb-4 text-small">
        <TextLink href={`/console/institutions/${institutionId}`}>{bank}</TextLink>
      </p>
      <PageHeading title={t("heading", { bank })}>
        <p>{t("intro")}</p>
      </PageHeading>
      <ActionForm
        action={set}
        hidden={{ institutionId, seen: banner?.setAt ?? "" }}
        fields={fields}
        submit={t("submit")}
        texts={texts}
      />
    </div>
  );
}

const halfHours = Array.from({ length: 48 }, (_, at) => {
  const hour = String(Math.floor(at / 2)).padStart(2, "0");
  return `${hour}:${at % 2 === 0 ? "00" : "30"}`;
});

/** A time that was set otherwise stays one of them. */
const withOwn = (own: string): readonly string[] =>
  own === "" || halfHours.includes(own) ? halfHours : [...halfHours, own].sort();
