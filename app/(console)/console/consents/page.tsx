import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ConsentsListScreen, consentsAddress } from "#components/console-consents/consents-list-screen.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { consentListShape } from "#lib/consent/firm-list-view.ts";
import { mostFound } from "#lib/identity/find-investors.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { bankNames, listAdvisorsOfFirm, listConsentsOfFirm } from "#lib/server/console-consents.ts";
import { enterPage, orStepUp, type Query } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consoleConsents"))("title") };
}

export default async function ConsentsOfFirmPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", consentsAddress);
  const asked = parseTableAsked(consentListShape, await searchParams);
  const { rows, next, names, unusable, isCut } = await orStepUp(ctx, consentsAddress, () =>
    listConsentsOfFirm(ctx, asked),
  );
  return (
    <ConsoleShell
      viewer={viewer}
      current={consentsAddress}
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ConsentsListScreen
        {...{ asked, rows, next, names, unusable }}
        banks={bankNames()}
        advisors={await listAdvisorsOfFirm(ctx)}
        cutAt={isCut ? mostFound : null}
      />
    </ConsoleShell>
  );
}
