import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { ConsentsScreen } from "#components/consents/consents-screen.tsx";
import { parseConsentQuery } from "#lib/consent/consent-query.ts";
import { readBanksOf, searchOwnConsents } from "#lib/server/consents.ts";
import { enterPage, type Query } from "#lib/server/page.ts";
import { bankNames, named } from "./named-banks.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consents"))("title") };
}

export default async function ConsentsPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("portal", "/consents");
  const query = parseConsentQuery(await searchParams);
  const { page, institutionIds } = await searchOwnConsents(ctx, query);
  const nameOf = await bankNames();
  const banks = await readBanksOf(ctx, page.consents);
  return (
    <PortalFrame viewer={viewer} current="/consents" locale={locale}>
      <ConsentsScreen
        query={query}
        page={page}
        banksOf={new Map([...banks].map(([id, under]) => [id, named(under, nameOf)]))}
        banks={institutionIds.map((institutionId) => ({ institutionId, bank: nameOf(institutionId) }))}
        firm={viewer.firm.name}
      />
    </PortalFrame>
  );
}
