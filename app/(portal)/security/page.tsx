import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { OwnSecurity } from "#app/security.tsx";
import { enterPage } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default async function Page() {
  const { ctx, viewer, locale } = await enterPage("portal", "/security");
  return (
    <PortalFrame viewer={viewer} current="/security" locale={locale}>
      <OwnSecurity ctx={ctx} />
    </PortalFrame>
  );
}
