import { useTranslations } from "next-intl";

import { LanguageSwitch } from "#components/ui/language-switch.tsx";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { Locale } from "#lib/kernel/locale.ts";

export interface FooterProps {
  readonly changeLocale: FormAction;
  readonly locale: Locale;
  readonly width: string;
}

export function Footer({ changeLocale, locale, width }: FooterProps) {
  const common = useTranslations("common");
  const t = useTranslations("shell");
  return (
    <footer className="no-print mt-auto border-line border-t">
      <div
        className={`mx-auto flex w-full flex-wrap items-center justify-between gap-x-6 px-5 py-3 ${width}`}
      >
        <p className="text-quiet text-small">
          {common("product")} · {common("productLine")}
        </p>
        <LanguageSwitch
          action={changeLocale}
          locale={locale}
          label={t("language")}
          unreachable={common("unreachable")}
        />
      </div>
    </footer>
  );
}
