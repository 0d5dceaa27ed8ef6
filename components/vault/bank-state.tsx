import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { InstitutionView } from "#lib/institutions/view.ts";

const tones = { degraded: "caution", down: "danger", maintenance: "caution" } as const;

/** How a bank is doing, in a word; nothing where it is doing well. */
export function BankState({ bank }: { readonly bank: InstitutionView }) {
  const t = useTranslations("bankAccess");
  if (bank.state === "operational") return null;
  return <Badge tone={tones[bank.state]}>{t(`bankStates.${bank.state}`)}</Badge>;
}

/** The same with what it means for whoever is about to hand over an access. */
export function BankStateNotice({ bank }: { readonly bank: InstitutionView }) {
  const t = useTranslations("bankAccess");
  if (bank.state === "operational") return null;
  return (
    <Notice tone="caution" word={t(`bankStates.${bank.state}`)}>
      <p>{bank.stateText ?? t(`bankStateTexts.${bank.state}`)}</p>
      <p>{t("bankStateMeans")}</p>
    </Notice>
  );
}
