import { useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";

export const assetDone = ["added", "changed", "valued", "valueRemoved", "removed"] as const;
export type AssetDone = (typeof assetDone)[number];

/** What was done with something that one wrote down, on the page to which doing it leads. */
export function AssetDoneNotice({ done }: { readonly done: AssetDone | null }) {
  const t = useTranslations("wealth.assets");
  return done ? (
    <Notice tone="good" role="status" word={t("doneWord")}>
      <p>{t(`done.${done}`)}</p>
    </Notice>
  ) : null;
}
