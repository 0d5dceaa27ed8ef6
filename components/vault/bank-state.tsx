import { useLocale, useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { HealthView, InstitutionView } from "#lib/institutions/view.ts";
import { formatDateTime, formatDecimal } from "#lib/kernel/format.ts";

const tones = { degraded: "caution", down: "danger", maintenance: "caution" } as const;

/** How a bank is doing, in a word; nothing where it is doing well. */
export function BankState({ bank }: { readonly bank: InstitutionView }) {
  const t = useTranslations("bankAccess");
  const state = bank.measured?.state ?? bank.state;
  if (state === "operational") return null;
  return <Badge tone={tones[state]}>{t(`bankStates.${state}`)}</Badge>;
}

/** The same with what it means for whoever is about to hand over an access. */
export function BankStateNotice({ bank }: { readonly bank: InstitutionView }) {
  const t = useTranslations("bankAccess");
  if (bank.measured) return <MeasuredNotice health={bank.measured} />;
  if (bank.state === "operational") return null;
  return (
    <Notice tone="caution" word={t(`bankStates.${bank.state}`)}>
      <p>{bank.stateText ?? t(`bankStateTexts.${bank.state}`)}</p>
      <p>{t("bankStateMeans")}</p>
    </Notice>
  );
}

/** What was measured is said as that: how many calls it is about, and since when it is so. */
function MeasuredNotice({ health }: { readonly health: HealthView }) {
  const t = useTranslations("bankAccess");
  const locale = useLocale();
  const { state, answeredPercent, medianMs, since, unwell } = health;
  if (state === "operational") return null;
  return (
    <Notice tone="caution" word={t(`bankStates.${state}`)}>
      <p>{t("measured.answered", { percent: answeredPercent })}</p>
      {unwell.length === 0 ? null : (
        <p>{t("measured.unwell", { kinds: unwell.map((kind) => t(`measured.kinds.${kind}`)).join(", ") })}</p>
      )}
      {medianMs === null ? null : (
        <p>{t("measured.median", { seconds: formatDecimal(locale, (medianMs / 1_000).toFixed(1)) })}</p>
      )}
      <p>{since ? t("measured.since", { time: formatDateTime(locale, since) }) : t("measured.longer")}</p>
      <p>{t("bankStateMeans")}</p>
    </Notice>
  );
}
