import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientScreen } from "#components/clients/client-screen.tsx";
import { dimensions } from "#lib/portfolio/wealth-view.ts";
import { clientWealth } from "#lib/server/clients.ts";
import { queryText } from "#lib/server/page.ts";
import { bankNames } from "#lib/server/wealth.ts";
import { type ClientAddress, clientPage } from "./client-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients"))("client") };
}

export default async function ClientPage({ params, searchParams }: ClientAddress) {
  const by = await queryText(searchParams, "by");
  const base = await queryText(searchParams, "in");
  return clientPage(params, "", async (ctx, investorId) => (
    <ClientScreen
      view={await clientWealth(ctx, { investorId, base })}
      by={dimensions.find((one) => one === by) ?? "class"}
      bankOf={await bankNames()}
    />
  ));
}
