import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { CredentialFileScreen } from "#components/console-credentials/credential-file-screen.tsx";
import { credentialsAddress } from "#components/console-credentials/credentials-list-screen.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { listFirmConnections } from "#lib/connections/list-firm-connections.ts";
import { bankNames } from "#lib/server/console-consents.ts";
import { readCredentialOfFirm } from "#lib/server/console-credentials.ts";
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
    <ConsoleShell
      viewer={viewer}
      current={credentialsAddress}
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <CredentialFileScreen {...{ file, investor, connections }} banks={bankNames()} />
    </ConsoleShell>
  );
}
