import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import {
  CredentialsListScreen,
  credentialsAddress,
} from "#components/console-credentials/credentials-list-screen.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { mostFound } from "#lib/identity/find-investors.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { bankNames } from "#lib/server/console-consents.ts";
import { listCredentialsOfFirm } from "#lib/server/console-credentials.ts";
import { enterPage, orStepUp, type Query } from "#lib/server/page.ts";
import { credentialListShape } from "#lib/vault/firm-list-view.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consoleCredentials"))("title") };
}

export default async function CredentialsOfFirmPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", credentialsAddress);
  const asked = parseTableAsked(credentialListShape, await searchParams);
  const { rows, next, names, unusable, isCut } = await orStepUp(ctx, credentialsAddress, () =>
    listCredentialsOfFirm(ctx, asked),
  );
  return (
    <ConsoleShell
      viewer={viewer}
      current={credentialsAddress}
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <CredentialsListScreen
        {...{ asked, rows, next, names, unusable }}
        banks={bankNames()}
        cutAt={isCut ? mostFound : null}
      />
    </ConsoleShell>
  );
}
