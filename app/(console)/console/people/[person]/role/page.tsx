import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ChangeRoleScreen } from "#components/console/change-role-screen.tsx";
import { readRoleToChange } from "#lib/identity/change-role.ts";
import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";
import { changeRoleAction } from "../../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("changeRole") };
}

interface RolePageProps {
  readonly params: Promise<{ readonly person: string }>;
}

export default async function RolePage({ params }: RolePageProps) {
  const { person: asked } = await params;
  const path = `/console/people/${encodeURIComponent(asked)}/role`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const personId = idInAddress("per", asked);
  const person = await orStepUp(ctx, path, () => readRoleToChange(ctx, personId));
  return (
    <ConsoleFrame viewer={viewer} current="/console/people" locale={locale}>
      <ChangeRoleScreen person={person} change={changeRoleAction} />
    </ConsoleFrame>
  );
}
