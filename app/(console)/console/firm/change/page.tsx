import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ChangeFirmContactsScreen } from "#components/console/change-firm-contacts-screen.tsx";
import { RuleForm } from "#components/oversight/rule-form.tsx";
import { readRule } from "#lib/oversight/change-rule.ts";
import { requireContactsChangeable } from "#lib/parties/change-firm-contacts.ts";
import { readFirmContacts } from "#lib/parties/read-firm-contacts.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { changeFirmContactsAction } from "./actions.ts";
import { changeRuleAction } from "./rule-actions.ts";

const path = "/console/firm/change";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firmContacts"))("changeTitle") };
}

export default async function ChangeFirmPage() {
  const { ctx, viewer, locale } = await enterPage("console", path);
  await orStepUp(ctx, path, () => requireContactsChangeable(ctx));
  return (
    <ConsoleFrame viewer={viewer} current="/console/firm" locale={locale}>
      <ChangeFirmContactsScreen {...(await readFirmContacts(ctx))} change={changeFirmContactsAction} />
      <div className="max-w-journey pt-10">
        <RuleForm rule={await readRule(ctx)} change={changeRuleAction} />
      </div>
    </ConsoleFrame>
  );
}
