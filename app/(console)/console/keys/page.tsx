import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { KeysScreen } from "#components/console/keys-screen.tsx";
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
    <ConsoleFrame viewer={viewer} current="/console/keys" locale={locale}>
      <KeysScreen inventory={inventory} rotations={rotations} />
    </ConsoleFrame>
  );
}
