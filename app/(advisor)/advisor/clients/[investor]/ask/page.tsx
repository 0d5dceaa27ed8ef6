import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientAskScreen } from "#components/clients/client-ask-screen.tsx";
import { readAskable } from "#lib/asks/read-askable.ts";
import { bankNames } from "#lib/server/wealth.ts";
import { askClientAction } from "../actions.ts";
import { type ClientAddress, clientPage } from "../client-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clientAsks"))("title") };
}

export default function ClientAskPage({ params }: ClientAddress) {
  return clientPage(params, "/ask", async (ctx, investorId) => (
    <ClientAskScreen
      view={await readAskable(ctx, investorId)}
      bankOf={await bankNames()}
      ask={askClientAction}
    />
  ));
}
