import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { KeysScreen } from "#components/console/keys-screen.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { readKeyInventory } from "#lib/installation/read-key-inventory.ts";
import { enterPage } from "#lib/server/page.ts";
import { listKeyRotations } from "#lib/server/vault.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("title") };
}

export default async function KeysPage() {
  const { ctx, viewer, locale } = await enterPage("console", "/console/keys");
  const [inventory, rotations] = await Promise.all([readKeyInventory(ctx), listKeyRotations(ctx)]);
  return (
    <ConsoleShell
      viewer={viewer}
      current="/console/keys"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <KeysScreen inventory={inventory} rotations={rotations} />
    </ConsoleShell>
  );
}
