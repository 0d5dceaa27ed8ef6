import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { EnterAccessScreen } from "#components/vault/enter-access-screen.tsx";
import { readOwnFirm } from "#lib/identity/own-firm.ts";
import { readInstitution } from "#lib/institutions/read-institution.ts";
import { readInstitutionHealth } from "#lib/institutions/read-institution-health.ts";
import { findFirstJourney } from "#lib/journey/find-first-journey.ts";
import { currentVisit } from "#lib/server/context.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, orNotFound } from "#lib/server/page.ts";
import { readBankTransportKey } from "#lib/server/vault.ts";
import { readBanners } from "#lib/upkeep/read-banners.ts";
import { handOverPlainAction, offerSealingAction, storeSealedAction } from "../../actions.ts";

interface Params {
  readonly params: Promise<{ readonly institution: string }>;
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const t = await getTranslations("bankAccess");
  const bank = institutions().get((await params).institution)?.name ?? t("unknownBank");
  return { title: t("enterTitle", { bank }) };
}

export default async function EnterAccessPage({ params }: Params) {
  const { institution } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/bank-access/add/${institution}`);
  const [health, banners] = [await readInstitutionHealth(ctx), await readBanners(ctx, locale)];
  const bank = await orNotFound(ctx, () =>
    readInstitution(ctx, institutions(), { institutionId: institution, locale }, health, banners),
  );
  const { region, takesPlainSubmission } = await readOwnFirm(ctx);
  return (
    <PortalFrame viewer={viewer} current="/bank-access" locale={locale}>
      <EnterAccessScreen
        bank={bank}
        firm={viewer.firm.name}
        isFirst={(await findFirstJourney(ctx, null)) !== null}
        region={region}
        origin={(await currentVisit()).origin}
        transportKey={await readBankTransportKey(ctx, region)}
        offer={offerSealingAction}
        store={storeSealedAction}
        plainAction={takesPlainSubmission ? handOverPlainAction : null}
      />
    </PortalFrame>
  );
}
