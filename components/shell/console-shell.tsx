import { useTranslations } from "next-intl";

import { FirmLook } from "#components/brand/firm-look.tsx";
import { consolePages, consolePagesOf } from "#lib/access/console-view.ts";
import { FirmName } from "./firm-name.tsx";
import { Footer } from "./footer.tsx";
import { Navigation } from "./navigation.tsx";
import { PersonBar } from "./person-bar.tsx";
import type { ShellProps } from "./shell-props.ts";
import { SkipLink } from "./skip-link.tsx";

/** The frame of compliance and administrators: navigation at the side, everything else for the work. */
export function ConsoleShell(props: ShellProps) {
  const { viewer, current, signOut, changeLocale, locale, children } = props;
  const t = useTranslations("shell");
  const items = consolePagesOf(viewer.role).map((page) => ({
    href: consolePages[page].href,
    label: t(page),
  }));
  return (
    <FirmLook accent={viewer.firm.accent}>
      <SkipLink />
      <header className="border-line border-b">
        <div className="mx-auto flex w-full max-w-wide items-center justify-between gap-4 px-5 py-3">
          <FirmName href="/console" name={viewer.firm.name} logo={viewer.firm.logo} line={t("console")} />
          <PersonBar name={viewer.name} signOut={signOut} />
        </div>
      </header>
      <div className="mx-auto w-full max-w-wide gap-8 px-5 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)]">
        <div className="-mx-3 pt-2 lg:mx-0 lg:pt-8">
          <Navigation items={items} current={current} direction="column" />
        </div>
        <main id="content" tabIndex={-1} className="min-w-0 pt-6 pb-16 lg:pt-8">
          {children}
        </main>
      </div>
      <Footer changeLocale={changeLocale} locale={locale} width="max-w-wide" />
    </FirmLook>
  );
}
