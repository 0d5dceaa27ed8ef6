import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { BankAccessScreen } from "#components/vault/bank-access-screen.tsx";
import { linkableConsents } from "#lib/connections/linkable-consents.ts";
import { listConnections } from "#lib/connections/list-connections.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { readOwnFirm } from "#lib/identity/own-firm.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { listBankCredentials } from "#lib/server/vault.ts";
import { deleteAccessAction } from "./actions.ts";
import { confirmAgainAction } from "./connection-actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bankAccess"))("title") };
}

export default async function BankAccessPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("portal", "/bank-access");
  const [credentials, connections, consents, { region }] = await Promise.all([
    listBankCredentials(ctx),
    listConnections(ctx),
    listConsents(ctx),
    readOwnFirm(ctx),
  ]);
  return (
    <PortalFrame viewer={viewer} current="/bank-access" locale={locale}>
      <BankAccessScreen
        accesses={credentials.map((credential) => ({
          credential,
          bank: institutions().get(credential.institutionId)?.name ?? null,
          connection: connections.find(({ credentialId }) => credentialId === credential.id) ?? null,
        }))}
        firm={viewer.firm.name}
        region={region}
        deleteAccess={deleteAccessAction}
        confirmAgain={confirmAgainAction}
        hasConsent={linkableConsents(consents).length > 0}
        notice={await noticeIn(searchParams)}
      />
    </PortalFrame>
  );
}

async function noticeIn(query: Query) {
  for (const kind of ["added", "deleted", "stopped"] as const) {
    const id = await queryText(query, kind);
    if (id) return { kind, id };
  }
  return null;
}
