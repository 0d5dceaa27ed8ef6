import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ConnectionScreen } from "#components/connections/connection-screen.tsx";
import { PortalShell } from "#components/shell/portal-shell.tsx";
import { readBankConnection } from "#lib/server/connections.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage } from "#lib/server/page.ts";
import { confirmAgainAction, endConnectionAction, refreshNowAction } from "../connection-actions.ts";
import { idInAddress, orNoPage } from "../connection-page.ts";

interface Params {
  readonly params: Promise<{ readonly connection: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connection"))("open") };
}

export default async function ConnectionPage({ params }: Params) {
  const { connection: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/bank-access/${given}`);
  const connection = await orNoPage(readBankConnection(ctx, idInAddress("cnx", given)));
  const t = await getTranslations("bankAccess");
  return (
    <PortalShell
      viewer={viewer}
      current="/bank-access"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ConnectionScreen
        connection={connection}
        bank={institutions().get(connection.institutionId)?.name ?? t("unknownBank")}
        firm={viewer.firm.name}
        actions={{
          confirmAgain: confirmAgainAction,
          refreshNow: refreshNowAction,
          endConnection: endConnectionAction,
        }}
      />
    </PortalShell>
  );
}
