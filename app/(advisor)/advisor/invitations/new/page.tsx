import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdvisorFrame } from "#app/(advisor)/advisor-frame.tsx";
import { InviteScreen } from "#components/invitations/invite-screen.tsx";
import { readInvitationChoices } from "#lib/invitations/read-invitation-choices.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage } from "#lib/server/page.ts";
import { inviteAction } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invitation.form"))("title") };
}

export default async function InvitePage() {
  const { ctx, viewer, locale } = await enterPage("advisor", "/advisor/invitations/new");
  return (
    <AdvisorFrame viewer={viewer} current="/advisor/invitations" locale={locale}>
      <InviteScreen
        firm={viewer.firm.name}
        choices={await readInvitationChoices(ctx, institutions(), locale)}
        locale={locale}
        invite={inviteAction}
      />
    </AdvisorFrame>
  );
}
