import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { PersonScreen } from "#components/console/person-screen.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { mayChangeRoles } from "#lib/identity/change-role.ts";
import { mayManagePeople } from "#lib/identity/manage-people.ts";
import { readPerson } from "#lib/identity/read-person.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { enterPage, idInAddress, orStepUp, type Query, queryText } from "#lib/server/page.ts";
import { disablePersonAction, enablePersonAction } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("title") };
}

interface PersonPageProps {
  readonly params: Promise<{ readonly person: string }>;
  readonly searchParams: Query;
}

export default async function PersonPage({ params, searchParams }: PersonPageProps) {
  const { person: asked } = await params;
  const path = `/console/people/${asked}`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const personId = idInAddress("per", asked);
  const after = idSchema("evt").safeParse(await queryText(searchParams, "after")).data ?? null;
  const person = await orStepUp(ctx, path, () => readPerson(ctx, personId, after));
  return (
    <ConsoleShell
      viewer={viewer}
      current="/console/people"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <PersonScreen
        person={person}
        disable={disablePersonAction}
        enable={enablePersonAction}
        canManage={mayManagePeople(ctx)}
        canChangeRole={mayChangeRoles(ctx)}
        isLater={after !== null}
        isRoleChanged={(await queryText(searchParams, "changed")) === "yes"}
      />
    </ConsoleShell>
  );
}
