import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** What a picture shows, as a table, for whoever asks for it. */
export function Behind({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("charts");
  return (
    <details className="no-print">
      <summary className="inline-flex min-h-9 items-center text-accent text-small underline underline-offset-4">
        {t("asTable")}
      </summary>
      <div className="pt-2">{children}</div>
    </details>
  );
}
