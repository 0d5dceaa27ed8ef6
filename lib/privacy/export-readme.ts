import { translator } from "#lib/i18n/messages.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";

/** What lies beside it in the archive, in the person's language. */
export function exportReadme(locale: Locale, at: Date): string {
  const t = translator(locale, "privacy.readme");
  const lines = [
    t("title"),
    t("madeAt", { at: formatDateTime(locale, at.toISOString()) }),
    t("document"),
    t("tables"),
    t("texts"),
    t("secrets"),
  ];
  return `${lines.join("\n\n")}\n`;
}
