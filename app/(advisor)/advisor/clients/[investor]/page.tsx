import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ClientScreen } from "#components/clients/client-screen.tsx";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { readOwnClient } from "#lib/server/clients.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, idInAddress, orNotFound } from "#lib/server/page.ts";

interface Params {
  readonly params: Promise<{ readonly investor: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients"))("client") };
}

export default async function ClientPage({ params }: Params) {
  const { investor: given } = await params;
  const { ctx, viewer, locale } = await enterPage("advisor", `/advisor/clients/${given}`);
  const client = await orNotFound(() => readOwnClient(ctx, idInAddress("per", given)));
  const t = await getTranslations("bankAccess");
  return (
    <AdvisorShell
      viewer={viewer}
      current="/advisor"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ClientScreen client={client} bankOf={(id) => institutions().get(id)?.name ?? t("unknownBank")} />
    </AdvisorShell>
  );
}
