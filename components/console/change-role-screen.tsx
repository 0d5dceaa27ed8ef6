import { useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { PersonView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface ChangeRoleScreenProps {
  readonly person: Pick<PersonView, "id" | "name" | "role">;
  /** Fields: `personId`, `from`, `to`. */
  readonly change: FormAction;
}

/** What another role means for somebody, and the choice of it. */
export function ChangeRoleScreen({ person: { id, name, role }, change }: ChangeRoleScreenProps) {
  const t = useTranslations("people.role");
  const roles = useTranslations("roles");
  const others = (["advisor", "compliance", "admin"] as const).filter((one) => one !== role);
  return (
    <div className="max-w-journey space-y-6">
      <PageHeading title={t("title", { name })}>
        <p>{t("now", { role: roles(role) })}</p>
      </PageHeading>
      <Notice tone="caution" word={t("word")}>
        <p>{t("sessions", { name })}</p>
        {role === "advisor" ? <p>{t("advisor", { name })}</p> : <p>{t("passkey")}</p>}
      </Notice>
      <ActionForm
        action={change}
        hidden={{ personId: id, from: role }}
        fields={[
          {
            ...{ name: "to", label: t("to"), type: "text", value: others[0] },
            options: others.map((value) => ({ value, label: roles(value) })),
          },
        ]}
        submit={t("submit")}
        texts={useFormTexts()}
      />
      <p>
        <TextLink href={`/console/people/${id}`}>{t("back")}</TextLink>
      </p>
    </div>
  );
}
