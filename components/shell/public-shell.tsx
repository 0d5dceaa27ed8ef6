import { useTranslations } from "next-intl";

import { FirmLook } from "#components/brand/firm-look.tsx";
import { FirmName } from "./firm-name.tsx";
import { Footer } from "./footer.tsx";
import type { PublicShellProps } from "./shell-props.ts";
import { SkipLink } from "./skip-link.tsx";

/** The frame of the pages before sign-in: one column, one thing to do. */
export function PublicShell({ firm, changeLocale, locale, children }: PublicShellProps) {
  const t = useTranslations("common");
  return (
    <FirmLook accent={firm?.accent ?? null}>
      <SkipLink />
      <header className="mx-auto w-full max-w-journey px-5 pt-6">
        <FirmName
          href="/"
          name={firm?.name ?? t("product")}
          logo={firm?.logo ?? null}
          line={firm ? t("product") : null}
        />
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-journey px-5 pt-10 pb-16 sm:pt-16">
        {children}
      </main>
      <Footer changeLocale={changeLocale} locale={locale} width="max-w-journey" />
    </FirmLook>
  );
}
