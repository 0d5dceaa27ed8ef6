import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { CredentialFileScreen } from "#components/console-credentials/credential-file-screen.tsx";
import { credentialsAddress } from "#components/console-credentials/credentials-list-screen.tsx";
import { listFirmConnections } from "#lib/connections/list-firm-connections.ts";
import { readCredentialOfFirm } from "#lib/server/console-credentials.ts";
import { bankNames } from "#lib/server/institutions.ts";
import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";

interface Params {
  readonly params: Promise<{ readonly credential: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consoleCredentials"))("one") };
}

export default async function CredentialOfFirmPage({ params }: Params) {
  const { credential: given } = await params;
  const path = `${credentialsAddress}/${given}`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const credentialId = idInAddress("crd", given);
  const { investor, ...file } = await orStepUp(ctx, path, () => readCredentialOfFirm(ctx, credentialId));
  const connections = await listFirmConnections(ctx, { credentialId });
  return (
    <ConsoleFrame viewer={viewer} current={credentialsAddress} locale={locale}>
      <CredentialFileScreen {...{ file, investor, connections }} banks={bankNames()} />
    </ConsoleFrame>
  );
}
