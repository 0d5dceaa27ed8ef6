import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { PersonScreen } from "#components/console/person-screen.tsx";
import { signInLogShape } from "#components/console/sign-in-log.tsx";
import { maySearchLog } from "#lib/audit/search-log.ts";
import { mayChangeRoles } from "#lib/identity/change-role.ts";
import { mayManagePeople } from "#lib/identity/manage-people.ts";
import { readPerson } from "#lib/identity/read-person.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
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
  const { person: given } = await params;
  const path = `/console/people/${given}`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const personId = idInAddress("per", given);
  const asked = parseTableAsked(signInLogShape, await searchParams);
  const after = idSchema("evt").safeParse(asked.after).data ?? null;
  const person = await orStepUp(ctx, path, () => readPerson(ctx, personId, after, asked.rows));
  return (
    <ConsoleFrame viewer={viewer} current="/console/people" locale={locale}>
      <PersonScreen
        person={person}
        disable={disablePersonAction}
        enable={enablePersonAction}
        canManage={mayManagePeople(ctx)}
        canChangeRole={mayChangeRoles(ctx)}
        canReadTrail={maySearchLog(ctx)}
        asked={asked}
        isRoleChanged={(await queryText(searchParams, "changed")) === "yes"}
      />
    </ConsoleFrame>
  );
}
