import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import type { InstitutionBoardView } from "#lib/upkeep/view.ts";

const tones = { operational: "good", degraded: "caution", down: "danger", maintenance: "caution" } as const;

/** How a bank does, in a word: the operator's where they say something, else what was measured. */
export function BankHealth({ bank }: { readonly bank: Pick<InstitutionBoardView, "state" | "health"> }) {
  const t = useTranslations("upkeep");
  const states = useTranslations("bankAccess.bankStates");
  const { state, health } = bank;
  if (state === null) return <Badge tone="neutral">{t("notOffered")}</Badge>;
  if (state !== "operational")
    return <Badge tone={tones[state]}>{t("said", { state: states(state) })}</Badge>;
  if (health === null) return <Badge tone="neutral">{t("states.unknown")}</Badge>;
  const word = health.state === "operational" ? t("states.operational") : states(health.state);
  return <Badge tone={tones[health.state]}>{word}</Badge>;
}
