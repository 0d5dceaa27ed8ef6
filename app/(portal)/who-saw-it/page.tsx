import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { WhoSawItScreen } from "#components/disclosures/who-saw-it-screen.tsx";
import { PortalShell } from "#components/shell/portal-shell.tsx";
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
    <PortalShell
      viewer={viewer}
      current="/who-saw-it"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <WhoSawItScreen
        page={await listDisclosures(ctx, { ...narrowed, behind })}
        narrowed={narrowed}
        isFurther={behind !== null}
        consents={await listConsents(ctx)}
        firm={viewer.firm.name}
      />
    </PortalShell>
  );
}
