import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import type { ConsentView } from "#lib/consent/view.ts";

/** Why nothing of a client is shown. */
export function ClientNothing({ consents }: { readonly consents: readonly ConsentView[] }) {
  const t = useTranslations("clients");
  const why = consents.some(({ isInForce }) => isInForce)
    ? "nothingChosen"
    : consents.some(({ isAnswerable }) => isAnswerable)
      ? "nothingAsked"
      : "nothingEnded";
  return (
    <EmptyState title={t("nothingTitle")}>
      <p>{t(why)}</p>
    </EmptyState>
  );
}
