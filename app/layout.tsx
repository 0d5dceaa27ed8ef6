import type { Metadata, Viewport } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

import { OfflineBanner } from "#components/shell/offline-banner.tsx";
import { UnexpectedErrorTextsProvider } from "#components/shell/unexpected-error.tsx";
import { fontClasses } from "./fonts.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Licet", template: "%s · Licet" },
  robots: { index: false, follow: false },
  icons: { icon: "/icon.svg" },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const errors = await getTranslations("errors");
  const shell = await getTranslations("shell");
  const common = await getTranslations("common");
  const texts = {
    title: errors("title"),
    sentence: errors("internal"),
    outageTitle: errors("outageTitle"),
    outage: errors("outage"),
    again: errors("again"),
    support: common.raw("support"),
  };
  return (
    <html lang={await getLocale()} className={fontClasses}>
      <body>
        <UnexpectedErrorTextsProvider texts={texts}>{children}</UnexpectedErrorTextsProvider>
        <OfflineBanner text={shell("offline")} />
      </body>
    </html>
  );
}
