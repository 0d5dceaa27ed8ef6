import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { BannerScreen } from "#components/upkeep/banner-screen.tsx";
import { translator } from "#lib/i18n/messages.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { readBannerToSet } from "#lib/upkeep/read-banner-to-set.ts";
import { setBannerAction } from "./actions.ts";

interface Params {
  readonly params: Promise<{ readonly institution: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("upkeep"))("banner.headingPlain") };
}

export default async function BannerPage({ params }: Params) {
  const { institution } = await params;
  const path = `/console/institutions/${encodeURIComponent(institution)}/banner`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const { institutionId, name, banner } = await orStepUp(ctx, path, () =>
    readBannerToSet(ctx, institutions(), institution),
  );
  return (
    <ConsoleFrame viewer={viewer} current="/console/institutions" locale={locale}>
      <BannerScreen
        institutionId={institutionId}
        bank={name}
        banner={banner}
        usual={{ en: usual("en"), es: usual("es"), fr: usual("fr"), pt: usual("pt") }}
        set={setBannerAction}
      />
    </ConsoleFrame>
  );
}

const usual = (locale: Locale): string => translator(locale, "upkeep.banner")("usual");
