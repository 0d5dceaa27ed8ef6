import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { PeopleScreen } from "#components/console/people-screen.tsx";
import { listStaffInvitations, mayInviteStaff } from "#lib/identity/list-staff-invitations.ts";
import { mayManagePeople } from "#lib/identity/manage-people.ts";
import { peopleSearchOf, peopleShape } from "#lib/identity/people-table.ts";
import { searchPeople } from "#lib/identity/search-people.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import {
  disablePersonAction,
  enablePersonAction,
  resendStaffInvitationAction,
  revokeStaffInvitationAction,
} from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("console"))("peopleTitle") };
}

export default async function PeoplePage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", "/console/people");
  const shape = peopleShape(mayManagePeople(ctx));
  const asked = parseTableAsked(shape, await searchParams);
  const [page, invitations] = await Promise.all([
    searchPeople(ctx, peopleSearchOf(asked), asked.rows),
    listStaffInvitations(ctx),
  ]);
  return (
    <ConsoleFrame viewer={viewer} current="/console/people" locale={locale}>
      <PeopleScreen
        {...page}
        {...{ shape, asked, invitations }}
        disable={disablePersonAction}
        enable={enablePersonAction}
        takeBack={revokeStaffInvitationAction}
        resend={resendStaffInvitationAction}
        canInvite={mayInviteStaff(ctx)}
        isInvited={(await queryText(searchParams, "invited")) === "yes"}
      />
    </ConsoleFrame>
  );
}
