import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { ConfirmScreen } from "#components/authorisation/confirm-screen.tsx";
import { listConnections } from "#lib/connections/list-connections.ts";
import { findFirstJourney } from "#lib/journey/find-first-journey.ts";
import { readCurrentAuthorisation } from "#lib/server/authorisations.ts";
import { demo } from "#lib/server/demo.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { confirmAgainAction } from "../../connection-actions.ts";
import { answerPlainly, answerSealed, cancelAuthorisation, chooseMethod, resendCode } from "./actions.ts";

interface Params {
  readonly params: Promise<{ readonly connection: string }>;
  /** `answered` is the step that a browser without script has answered. */
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("confirm"))("heading") };
}

export default async function ConfirmPage({ params, searchParams }: Params) {
  const { connection: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/bank-access/${given}/confirm`);
  const connection = (await listConnections(ctx)).find(({ id }) => id === given) ?? notFound();
  const authorisation = await readCurrentAuthorisation(ctx, connection.id);
  if (!authorisation) redirect(`/bank-access/${connection.id}`);
  // Let in: the next question is which accounts, unless that was answered at an earlier time.
  if (authorisation.status === "finalised" || authorisation.status === "exempted")
    redirect(`/bank-access/${connection.id}${connection.state === "active" ? "" : "/accounts"}`);
  const t = await getTranslations("bankAccess");
  return (
    <PortalFrame viewer={viewer} current="/bank-access" locale={locale}>
      <ConfirmScreen
        authorisation={authorisation}
        isAnswered={(await queryText(searchParams, "answered")) === String(authorisation.step)}
        bank={institutions().get(connection.institutionId)?.name ?? t("unknownBank")}
        logo={institutions().get(connection.institutionId)?.logo ?? null}
        firm={viewer.firm.name}
        journey={
          connection.state === "linking"
            ? { isFirst: (await findFirstJourney(ctx, connection.id)) !== null }
            : null
        }
        actions={{ answerPlainly, answerSealed, cancelAuthorisation, chooseMethod, resendCode }}
        enterAnewHref={`/bank-access/add/${connection.institutionId}`}
        again={connection.state === "ended" || connection.needs === "credential" ? null : confirmAgainAction}
        demo={demo()}
      />
    </PortalFrame>
  );
}
