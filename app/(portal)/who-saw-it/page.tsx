import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { WhoSawItScreen } from "#components/disclosures/who-saw-it-screen.tsx";
import { listConsents } from "#lib/consent/read-consents.ts";
import { parseDisclosureQuery } from "#lib/disclosures/disclosure-query.ts";
import { listDisclosures } from "#lib/disclosures/list-disclosures.ts";
import { enterPage, type Query } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("disclosures"))("title") };
}

export default async function WhoSawItPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("portal", "/who-saw-it");
  const { behind, ...narrowed } = parseDisclosureQuery(await searchParams);
  return (
    <PortalFrame viewer={viewer} current="/who-saw-it" locale={locale}>
      <WhoSawItScreen
        page={await listDisclosures(ctx, { ...narrowed, behind })}
        narrowed={narrowed}
        isFurther={behind !== null}
        consents={await listConsents(ctx)}
        firm={viewer.firm.name}
      />
    </PortalFrame>
  );
}
