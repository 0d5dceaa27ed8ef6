import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdvisorFrame } from "#app/(advisor)/advisor-frame.tsx";
import { OwnSecurity } from "#app/security.tsx";
import { enterPage } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default async function Page() {
  const { ctx, viewer, locale } = await enterPage("advisor", "/advisor/security");
  return (
    <AdvisorFrame viewer={viewer} current="/advisor/security" locale={locale}>
      <OwnSecurity ctx={ctx} />
    </AdvisorFrame>
  );
}
