import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { YourDataScreen } from "#components/privacy/your-data-screen.tsx";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("privacy"))("title") };
}

export default async function YourDataPage({ searchParams }: { readonly searchParams: Query }) {
  const { viewer, locale } = await enterPage("portal", "/your-data");
  return (
    <PortalFrame viewer={viewer} current="/your-data" locale={locale}>
      <YourDataScreen
        firm={viewer.firm.name}
        isConfirmed={(await queryText(searchParams, "confirmed")) !== null}
      />
    </PortalFrame>
  );
}
