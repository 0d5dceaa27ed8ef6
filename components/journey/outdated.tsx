import { useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";

/** For whoever comes back from a text that they can no longer agree to. */
export function Outdated() {
  const t = useTranslations("journey.choose");
  return (
    <Notice tone="caution" word={t("outdatedTitle")}>
      <p>{t("outdated")}</p>
    </Notice>
  );
}
