import { useTranslations } from "next-intl";

import type { InvitationChoicesView } from "#lib/invitations/view.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";

export interface InviteSelect {
  readonly name: "locale" | "history" | "pace" | "duration" | "retention" | "basis" | "institution";
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** What stands there before anybody chooses. */
  readonly value: string;
}

const histories = ["3", "12", "24", "all"] as const;
const paces = ["once", "1", "2", "4"] as const;
const durations = ["P7D", "P1M", "P3M", "P6M", "P12M"] as const;
const retentions = ["0", "30", "90", "365"] as const;
const bases = ["consent", "contract"] as const;
const ownNames: Readonly<Record<Locale, string>> = {
  en: "English",
  es: "Español",
  fr: "Français",
  pt: "Português",
};

/** Choices that have a sensible small answer, which stands there beforehand. */
export function useInviteSelects(
  { banks, longestRetentionDays }: InvitationChoicesView,
  locale: Locale,
): readonly InviteSelect[] {
  const t = useTranslations("invitation.form");
  const all = <Value extends string>(values: readonly Value[], label: (value: Value) => string) =>
    values.map((value) => ({ value, label: label(value) }));
  return [
    { name: "locale", label: t("locale"), value: locale, options: all(locales, (one) => ownNames[one]) },
    {
      ...{ name: "history", label: t("history"), value: "12" },
      options: all(histories, (one) => t(`histories.${one}`)),
    },
    { name: "pace", label: t("pace"), value: "1", options: all(paces, (one) => t(`paces.${one}`)) },
    {
      ...{ name: "duration", label: t("duration"), value: "P6M" },
      options: all(durations, (one) => t(`durations.${one}`)),
    },
    {
      ...{ name: "retention", label: t("retention"), value: longestRetentionDays < 30 ? "0" : "30" },
      options: all(
        retentions.filter((one) => Number(one) <= longestRetentionDays),
        (one) => t(`retentions.${one}`),
      ),
    },
    { name: "basis", label: t("basis"), value: "consent", options: all(bases, (one) => t(`bases.${one}`)) },
    {
      ...{ name: "institution", label: t("bank"), value: "" },
      options: [
        { value: "", label: t("bankAny") },
        ...banks.map(({ id, name }) => ({ value: id, label: name })),
      ],
    },
  ];
}
