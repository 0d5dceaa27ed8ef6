import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { ConnectionScreen } from "#components/connections/connection-screen.tsx";
import { nextInLine } from "#components/connections/sitting.ts";
import { listConnections } from "#lib/connections/list-connections.ts";
import { readBankConnection } from "#lib/server/connections.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, idInAddress, orNotFound } from "#lib/server/page.ts";
import { confirmAgainAction, endConnectionAction, refreshNowAction } from "../connection-actions.ts";

interface Params {
  readonly params: Promise<{ readonly connection: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connection"))("open") };
}

export default async function ConnectionPage({ params }: Params) {
  const { connection: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/bank-access/${given}`);
  const connection = await orNotFound(ctx, () => readBankConnection(ctx, idInAddress("cnx", given)));
  const t = await getTranslations("bankAccess");
  const nameOf = (id: string) => institutions().get(id)?.name ?? t("unknownBank");
  const banks = (await listConnections(ctx)).map((one) => ({
    connection: one,
    bank: nameOf(one.institutionId),
  }));
  return (
    <PortalFrame viewer={viewer} current="/bank-access" locale={locale}>
      <ConnectionScreen
        connection={connection}
        bank={nameOf(connection.institutionId)}
        firm={viewer.firm.name}
        following={nextInLine(banks, connection.id)}
        actions={{
          confirmAgain: confirmAgainAction,
          refreshNow: refreshNowAction,
          endConnection: endConnectionAction,
        }}
      />
    </PortalFrame>
  );
}
