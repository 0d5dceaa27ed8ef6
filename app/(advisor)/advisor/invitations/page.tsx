import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdvisorFrame } from "#app/(advisor)/advisor-frame.tsx";
import { InvitationsScreen } from "#components/invitations/invitations-screen.tsx";
import { kindOf } from "#components/invitations/kinds.ts";
import { listInvitations } from "#lib/invitations/list-invitations.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { resendAction, takeBackAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invitation.list"))("title") };
}

export default async function InvitationsPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("advisor", "/advisor/invitations");
  const list = await listInvitations(ctx);
  return (
    <AdvisorFrame viewer={viewer} current="/advisor/invitations" locale={locale}>
      <InvitationsScreen
        list={list}
        kind={kindOf(await queryText(searchParams, "show"))}
        invitedId={await queryText(searchParams, "invited")}
        bankOf={Object.fromEntries(
          list.invitations.flatMap(({ institutionId: id }) => {
            const name = id && institutions().get(id)?.name;
            return id && name ? [[id, name]] : [];
          }),
        )}
        resend={resendAction}
        takeBack={takeBackAction}
      />
    </AdvisorFrame>
  );
}
