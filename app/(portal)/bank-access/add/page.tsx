import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { ChooseBankScreen } from "#components/vault/choose-bank-screen.tsx";
import { likelyCountries } from "#lib/institutions/likely-countries.ts";
import { listInstitutions } from "#lib/institutions/list-institutions.ts";
import { readInstitutionHealth } from "#lib/institutions/read-institution-health.ts";
import { findFirstJourney } from "#lib/journey/find-first-journey.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { readBanners } from "#lib/upkeep/read-banners.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bankAccess"))("chooseTitle") };
}

export default async function ChooseBankPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("portal", "/bank-access/add");
  const query = ((await queryText(searchParams, "q")) ?? "").slice(0, 100);
  return (
    <PortalFrame viewer={viewer} current="/bank-access" locale={locale}>
      <ChooseBankScreen
        query={query}
        banks={listInstitutions(
          ctx,
          institutions(),
          { query, locale, countries: likelyCountries((await headers()).get("accept-language")) },
          await readInstitutionHealth(ctx),
          await readBanners(ctx, locale),
        )}
        firm={viewer.firm.name}
        isFirst={(await findFirstJourney(ctx, null)) !== null}
      />
    </PortalFrame>
  );
}
