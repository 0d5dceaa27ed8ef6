import Link from "next/link";
import { useTranslations } from "next-intl";

import { LanguageSwitch } from "#components/ui/language-switch.tsx";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { NavigationItem } from "./navigation.tsx";

export interface FooterProps {
  readonly changeLocale: FormAction;
  readonly locale: Locale;
  readonly width: string;
  /** Pages that belong to no task, and that somebody looks for here. */
  readonly links?: readonly NavigationItem[];
}

export function Footer({ changeLocale, locale, width, links = [] }: FooterProps) {
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
        <ul className="-mx-2 flex flex-wrap">
          {[{ href: "/help", label: t("help") }, ...links].map(({ href, label }) => (
            <li key={href}>
              <Link
                href={href}
                className="inline-flex min-h-11 items-center px-2 text-small underline-offset-4 hover:underline"
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
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
