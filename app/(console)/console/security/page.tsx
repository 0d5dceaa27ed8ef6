import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { OwnSecurity } from "#app/security.tsx";
import { enterPage } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default async function Page() {
  const { ctx, viewer, locale } = await enterPage("console", "/console/security");
  return (
    <ConsoleFrame viewer={viewer} current="/console/security" locale={locale}>
      <OwnSecurity ctx={ctx} />
    </ConsoleFrame>
  );
}
