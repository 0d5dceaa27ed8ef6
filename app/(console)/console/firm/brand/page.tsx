import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ChangeBrandScreen } from "#components/console/change-brand-screen.tsx";
import { readFirmSettings, requireFirmChangeable } from "#lib/parties/read-firm-settings.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { changeBrandAction } from "../firm-actions.ts";

const path = "/console/firm/brand";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firm.brand"))("title") };
}

export default async function BrandPage() {
  const { ctx, viewer, locale } = await enterPage("console", path);
  await orStepUp(ctx, path, () => requireFirmChangeable(ctx));
  return (
    <ConsoleFrame viewer={viewer} current="/console/firm" locale={locale}>
      <ChangeBrandScreen firm={await readFirmSettings(ctx)} change={changeBrandAction} />
    </ConsoleFrame>
  );
}
