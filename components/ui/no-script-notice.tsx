import { useTranslations } from "next-intl";

import { Notice } from "./notice.tsx";

/** Stands beside what only a script can do, for whoever has none. */
export function NoScriptNotice() {
  const t = useTranslations("common");
  return (
    <noscript>
      <Notice tone="info" word={t("info")}>
        <p>{t("noScript")}</p>
      </Notice>
    </noscript>
  );
}
