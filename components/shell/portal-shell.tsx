import { useTranslations } from "next-intl";

import { FirmLook } from "#components/brand/firm-look.tsx";
import { FirmName } from "./firm-name.tsx";
import { Footer } from "./footer.tsx";
import { Navigation } from "./navigation.tsx";
import { PersonBar } from "./person-bar.tsx";
import type { ShellProps } from "./shell-props.ts";
import { SkipLink } from "./skip-link.tsx";

/** The investor's frame: phone first. */
export function PortalShell({ viewer, current, signOut, changeLocale, locale, children }: ShellProps) {
  const t = useTranslations("shell");
  const items = [
    { href: "/home", label: t("home") },
    { href: "/wealth", label: t("wealth") },
    { href: "/consents", label: t("consents") },
    { href: "/bank-access", label: t("bankAccess") },
    { href: "/who-saw-it", label: t("whoSawIt") },
    { href: "/your-data", label: t("yourData") },
  ];
  const beside = [{ href: "/security", label: t("security") }];
  return (
    <FirmLook accent={viewer.firm.accent}>
      <SkipLink />
      <header className="border-line border-b">
        <div className="mx-auto w-full max-w-dashboard px-5 pt-4">
          <div className="flex items-center justify-between gap-4">
            <FirmName href="/home" name={viewer.firm.name} logo={viewer.firm.logo} line={t("portal")} />
            <PersonBar name={viewer.name} signOut={signOut} />
          </div>
          <div className="-mx-3 mt-2">
            <Navigation items={items} current={current} direction="row" />
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-dashboard px-5 pt-8 pb-16 sm:pt-12">
        {children}
      </main>
      <Footer changeLocale={changeLocale} locale={locale} width="max-w-dashboard" links={beside} />
    </FirmLook>
  );
}
