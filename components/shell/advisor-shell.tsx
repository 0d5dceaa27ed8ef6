import { useTranslations } from "next-intl";

import { FirmLook } from "#components/brand/firm-look.tsx";
import { FirmName } from "./firm-name.tsx";
import { Footer } from "./footer.tsx";
import { Navigation } from "./navigation.tsx";
import { PersonBar } from "./person-bar.tsx";
import type { ShellProps } from "./shell-props.ts";
import { SkipLink } from "./skip-link.tsx";

/** The advisor's frame: one bar, and the width for the book. */
export function AdvisorShell({ viewer, current, signOut, changeLocale, locale, children }: ShellProps) {
  const t = useTranslations("shell");
  const items = [
    { href: "/advisor", label: t("clients") },
    { href: "/advisor/households", label: t("households") },
    { href: "/advisor/invitations", label: t("invitations") },
    { href: "/advisor/security", label: t("security") },
  ];
  return (
    <FirmLook accent={viewer.firm.accent}>
      <SkipLink />
      <header className="border-line border-b">
        <div className="mx-auto grid w-full max-w-wide grid-cols-[minmax(0,1fr)_auto] items-center gap-x-8 px-5 pt-3 sm:px-8 md:grid-cols-[auto_minmax(0,1fr)_auto]">
          <FirmName href="/advisor" name={viewer.firm.name} logo={viewer.firm.logo} line={t("advisor")} />
          <div className="-mx-3 max-md:order-last max-md:col-span-2 max-md:mt-2">
            <Navigation items={items} current={current} direction="row" />
          </div>
          <PersonBar name={viewer.name} signOut={signOut} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-wide px-5 pt-8 pb-16 sm:px-8">
        {children}
      </main>
      <Footer changeLocale={changeLocale} locale={locale} width="max-w-wide sm:px-8" />
    </FirmLook>
  );
}
