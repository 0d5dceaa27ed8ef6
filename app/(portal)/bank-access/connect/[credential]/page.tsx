import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { ConnectScreen } from "#components/connections/connect-screen.tsx";
import { linkableConsents } from "#lib/connections/linkable-consents.ts";
import { listConnections } from "#lib/connections/list-connections.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage } from "#lib/server/page.ts";
import { listBankCredentials } from "#lib/server/vault.ts";
import { readBanners } from "#lib/upkeep/read-banners.ts";
import { beginLinkAction } from "../../connection-actions.ts";

interface Params {
  readonly params: Promise<{ readonly credential: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connection"))("connect.heading") };
}

export default async function ConnectPage({ params }: Params) {
  const { credential: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/bank-access/connect/${given}`);
  const credential = (await listBankCredentials(ctx)).find(({ id }) => id === given);
  if (!credential || credential.deletedAt) notFound();
  const begun = (await listConnections(ctx)).find(({ credentialId }) => credentialId === given);
  if (begun) redirect(`/bank-access/${begun.id}`);
  const t = await getTranslations("bankAccess");
  return (
    <PortalFrame viewer={viewer} current="/bank-access" locale={locale}>
      <ConnectScreen
        credentialId={credential.id}
        bank={institutions().get(credential.institutionId)?.name ?? t("unknownBank")}
        firm={viewer.firm.name}
        banner={(await readBanners(ctx, locale)).get(credential.institutionId) ?? null}
        consents={linkableConsents(await listConsents(ctx))}
        beginLink={beginLinkAction}
      />
    </PortalFrame>
  );
}
