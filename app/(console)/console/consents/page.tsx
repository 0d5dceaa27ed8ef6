import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ConsentsListScreen, consentsAddress } from "#components/console-consents/consents-list-screen.tsx";
import { consentListShape } from "#lib/consent/firm-list-view.ts";
import { listFirmAdvisorNames } from "#lib/consent/list-firm-consents.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { consentsList } from "#lib/server/console-consents.ts";
import { bankNames } from "#lib/server/institutions.ts";
import { listNamed } from "#lib/server/named-lists.ts";
import { enterPage, orStepUp, type Query } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consoleConsents"))("title") };
}

export default async function ConsentsOfFirmPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", consentsAddress);
  const asked = parseTableAsked(consentListShape, await searchParams);
  const page = await orStepUp(ctx, consentsAddress, () => listNamed(ctx, consentsList, asked));
  return (
    <ConsoleFrame viewer={viewer} current={consentsAddress} locale={locale}>
      <ConsentsListScreen
        {...page}
        asked={asked}
        banks={bankNames()}
        advisors={await listFirmAdvisorNames(ctx)}
      />
    </ConsoleFrame>
  );
}
