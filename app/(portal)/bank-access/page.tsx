import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { PortalShell } from "#components/shell/portal-shell.tsx";
import { BankAccessScreen } from "#components/vault/bank-access-screen.tsx";
import { readOwnFirm } from "#lib/identity/own-firm.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { listBankCredentials } from "#lib/server/vault.ts";
import { deleteAccessAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bankAccess"))("title") };
}

export default async function BankAccessPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("portal", "/bank-access");
  const [credentials, { region }] = await Promise.all([listBankCredentials(ctx), readOwnFirm(ctx)]);
  return (
    <PortalShell
      viewer={viewer}
      current="/bank-access"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <BankAccessScreen
        accesses={credentials.map((credential) => ({
          credential,
          bank: institutions().get(credential.institutionId)?.name ?? null,
        }))}
        firm={viewer.firm.name}
        region={region}
        deleteAccess={deleteAccessAction}
        notice={await noticeIn(searchParams)}
      />
    </PortalShell>
  );
}

async function noticeIn(query: Query) {
  for (const kind of ["added", "deleted"] as const) {
    const credentialId = await queryText(query, kind);
    if (credentialId) return { kind, credentialId };
  }
  return null;
}
