import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ChangeRetentionScreen } from "#components/console/change-retention-screen.tsx";
import { readFirmSettings, requireFirmChangeable } from "#lib/parties/read-firm-settings.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { changeRetentionAction } from "../firm-actions.ts";

const path = "/console/firm/retention";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firm.retention"))("title") };
}

export default async function RetentionPage() {
  const { ctx, viewer, locale } = await enterPage("console", path);
  await orStepUp(ctx, path, () => requireFirmChangeable(ctx));
  return (
    <ConsoleFrame viewer={viewer} current="/console/firm" locale={locale}>
      <ChangeRetentionScreen firm={await readFirmSettings(ctx)} change={changeRetentionAction} />
    </ConsoleFrame>
  );
}
