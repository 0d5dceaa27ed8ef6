import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { PermissionsScreen } from "#components/console/permissions-screen.tsx";
import { readPermissionMatrix } from "#lib/identity/read-permission-matrix.ts";
import { enterPage } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("console"))("permissionsTitle") };
}

export default async function PermissionsPage() {
  const { ctx, viewer, locale } = await enterPage("console", "/console/permissions");
  const { roles, rows } = readPermissionMatrix(ctx);
  return (
    <ConsoleFrame viewer={viewer} current="/console/permissions" locale={locale}>
      <PermissionsScreen roles={roles} rows={rows} />
    </ConsoleFrame>
  );
}
