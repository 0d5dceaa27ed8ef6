import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { InviteStaffScreen } from "#components/console/invite-staff-screen.tsx";
import { requireStaffInvitable } from "#lib/identity/invite-staff.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { inviteStaffAction } from "../actions.ts";

const path = "/console/people/invite";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people.form"))("title") };
}

export default async function InviteStaffPage() {
  const { ctx, viewer, locale } = await enterPage("console", path);
  await orStepUp(ctx, path, () => requireStaffInvitable(ctx));
  return (
    <ConsoleFrame viewer={viewer} current="/console/people" locale={locale}>
      <InviteStaffScreen invite={inviteStaffAction} locale={locale} />
    </ConsoleFrame>
  );
}
