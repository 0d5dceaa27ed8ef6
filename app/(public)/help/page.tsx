import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HelpScreen } from "#components/help/help-screen.tsx";
import { readOwnFirm } from "#lib/identity/own-firm.ts";
import { readFirmContacts } from "#lib/parties/read-firm-contacts.ts";
import { pageLocale, pageOfSignedIn } from "#lib/server/page.ts";
import { providerIn } from "#lib/server/provider.ts";
import { PublicFrame } from "../frame.tsx";
import { OwnFrame } from "../own-frame.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("help"))("title") };
}

/** Open to anybody; whoever is signed in reads of their own firm. */
export default async function HelpPage() {
  const page = await pageOfSignedIn();
  if (!page)
    return (
      <PublicFrame>
        <HelpScreen firm={null} provider={providerIn(await pageLocale(), null)} hasPortal />
      </PublicFrame>
    );
  const { ctx, viewer, locale } = page;
  const [{ region }, { contacts }] = await Promise.all([readOwnFirm(ctx), readFirmContacts(ctx)]);
  return (
    <OwnFrame page={page} current="/help">
      <HelpScreen
        firm={{ name: viewer.firm.name, contacts }}
        provider={providerIn(locale, region)}
        hasPortal={viewer.face === "portal"}
      />
    </OwnFrame>
  );
}
