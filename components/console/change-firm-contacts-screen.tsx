import { useTranslations } from "next-intl";

import { ActionForm, type FieldSpec } from "#components/ui/action-form.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { FirmContactsView } from "#lib/parties/view.ts";

/** The form by which an administrator says how the firm is reached. */
export function ChangeFirmContactsScreen(props: FirmContactsView & { readonly change: FormAction }) {
  const t = useTranslations("firmContacts");
  const texts = useFormTexts();
  return (
    <div className="max-w-journey space-y-6">
      <PageHeading title={t("changeTitle")}>
        <p>{t("changeIntro")}</p>
      </PageHeading>
      <ActionForm
        action={props.change}
        hidden={{ revision: String(props.revision) }}
        fields={useFields(props)}
        submit={t("save")}
        texts={texts}
      />
      <p>
        <TextLink href="/console/firm">{t("back")}</TextLink>
      </p>
    </div>
  );
}

/** Links are of type `text`: what is wrong with one is said in our words, at its field. */
function useFields({ contacts }: FirmContactsView): FieldSpec[] {
  const t = useTranslations("firmContacts");
  const hints: Partial<Record<keyof typeof contacts, string>> = {
    address: t("hints.address"),
    phone: t("hints.phone"),
    dpoName: t("hints.dpoName"),
    authorityName: t("hints.authorityName"),
  };
  return (Object.keys(contacts) as (keyof typeof contacts)[]).map((name) => ({
    name,
    label: t(`fields.${name}`),
    type: name.toLowerCase().endsWith("email") ? "email" : name === "phone" ? "tel" : "text",
    autoComplete: "off",
    value: contacts[name] ?? "",
    ...hintOf(name.endsWith("Url") ? t("hints.link") : hints[name]),
  }));
}

const hintOf = (hint: string | undefined) => (hint ? { hint } : {});
