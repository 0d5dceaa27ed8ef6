import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ClientAskScreen } from "#components/clients/client-ask-screen.tsx";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { readAskable } from "#lib/asks/read-askable.ts";
import { enterPage, idInAddress, orNotFound } from "#lib/server/page.ts";
import { bankNames } from "#lib/server/wealth.ts";
import { askClientAction } from "../actions.ts";

interface Address {
  readonly params: Promise<{ readonly investor: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clientAsks"))("title") };
}

export default async function ClientAskPage({ params }: Address) {
  const { investor: given } = await params;
  const { ctx, viewer, locale } = await enterPage("advisor", `/advisor/clients/${given}/ask`);
  const investorId = idInAddress("per", given);
  const view = await orNotFound(() => readAskable(ctx, investorId));
  return (
    <AdvisorShell
      viewer={viewer}
      current="/advisor"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ClientAskScreen view={view} bankOf={await bankNames()} ask={askClientAction} />
    </AdvisorShell>
  );
}
