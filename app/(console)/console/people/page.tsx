import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { PeopleScreen } from "#components/console/people-screen.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { listPeople, mayManagePeople } from "#lib/identity/manage-people.ts";
import { enterPage } from "#lib/server/page.ts";
import { disablePersonAction, enablePersonAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("console"))("peopleTitle") };
}

export default async function PeoplePage() {
  const { ctx, viewer, locale } = await enterPage("console", "/console/people");
  return (
    <ConsoleShell
      viewer={viewer}
      current="/console/people"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <PeopleScreen
        people={await listPeople(ctx)}
        disable={disablePersonAction}
        enable={enablePersonAction}
        canManage={mayManagePeople(ctx)}
      />
    </ConsoleShell>
  );
}
