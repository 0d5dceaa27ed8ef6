import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ProcessingRegisterScreen } from "#components/console/processing-register-screen.tsx";
import { readProcessingRegister } from "#lib/parties/processing-register.ts";
import { enterPage } from "#lib/server/page.ts";
import { providerIn } from "#lib/server/provider.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("register"))("title") };
}

export default async function RegisterPage() {
  const { ctx, viewer, locale } = await enterPage("console", "/console/firm/register");
  const register = await readProcessingRegister(ctx, providerIn(locale, null));
  return (
    <ConsoleFrame viewer={viewer} current="/console/firm" locale={locale}>
      <ProcessingRegisterScreen register={register} />
    </ConsoleFrame>
  );
}
