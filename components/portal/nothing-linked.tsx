import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { TextLink } from "#components/ui/text-link.tsx";

export type Nothing = "noBank" | "noAccounts" | "firstReading";

/** Where there is nothing to show yet: what will be here, and the one act that brings it. */
export function NothingLinked({ nothing }: { readonly nothing: Nothing }) {
  const t = useTranslations("wealth.own");
  if (nothing === "firstReading") {
    return (
      <Notice tone="info" role="status" word={t("firstReadingTitle")}>
        <p>{t("firstReading")}</p>
        <p>
          <TextLink href="/bank-access">{t("firstReadingAct")}</TextLink>
        </p>
      </Notice>
    );
  }
  const isChoosing = nothing === "noAccounts";
  return (
    <EmptyState title={t(isChoosing ? "noAccountsTitle" : "noBankTitle")}>
      <p>{t(isChoosing ? "noAccounts" : "noBank")}</p>
      <p>
        <TextLink href="/bank-access">{t(isChoosing ? "noAccountsAct" : "noBankAct")}</TextLink>
      </p>
    </EmptyState>
  );
}
