import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import {
  CredentialsListScreen,
  credentialsAddress,
} from "#components/console-credentials/credentials-list-screen.tsx";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { credentialsList } from "#lib/server/console-credentials.ts";
import { bankNames } from "#lib/server/institutions.ts";
import { listNamed } from "#lib/server/named-lists.ts";
import { enterPage, orStepUp, type Query } from "#lib/server/page.ts";
import { credentialListShape } from "#lib/vault/firm-list-view.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consoleCredentials"))("title") };
}

export default async function CredentialsOfFirmPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", credentialsAddress);
  const asked = parseTableAsked(credentialListShape, await searchParams);
  const page = await orStepUp(ctx, credentialsAddress, () => listNamed(ctx, credentialsList, asked));
  return (
    <ConsoleFrame viewer={viewer} current={credentialsAddress} locale={locale}>
      <CredentialsListScreen {...page} asked={asked} banks={bankNames()} />
    </ConsoleFrame>
  );
}
