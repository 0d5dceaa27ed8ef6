import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import type { CredentialRowView } from "#lib/vault/firm-list-view.ts";

const tones = { sealed: "good", destroying: "caution", destroyed: "neutral" } as const;

/** How far a credential is, in a word. */
export function CredentialState({ state }: Pick<CredentialRowView, "state">) {
  const t = useTranslations("consoleCredentials.states");
  return <Badge tone={tones[state]}>{t(state)}</Badge>;
}
