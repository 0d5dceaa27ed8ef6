import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { PersonView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface PeopleScreenProps {
  readonly people: readonly PersonView[];
  /** Field: `personId`. */
  readonly disable: FormAction;
  /** Field: `personId`. */
  readonly enable: FormAction;
  readonly canManage: boolean;
}

export function PeopleScreen({ people, disable, enable, canManage }: PeopleScreenProps) {
  const t = useTranslations("console");
  const roles = useTranslations("roles");
  const columns = [
    "name",
    "email",
    "role",
    "state",
    "lastSignIn",
    ...(canManage ? (["action"] as const) : []),
  ] as const;
  return (
    <div className="space-y-6">
      <PageHeading title={t("peopleTitle")}>
        <p>{t("peopleIntro")}</p>
      </PageHeading>
      {people.length === 0 ? (
        <EmptyState title={t("peopleEmpty")}>
          <p>{t("peopleEmptyBody")}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t("peopleTitle")}
          columns={columns.map((key) => ({ key, header: t(key) }))}
          rows={people.map((person) => ({
            key: person.id,
            cells: [
              person.name,
              person.email,
              roles(person.role),
              <Badge key="state" tone={person.disabledAt ? "neutral" : "good"}>
                {person.disabledAt ? t("disabled") : t("active")}
              </Badge>,
              person.lastSignInAt ? (
                <Time key="last" iso={person.lastSignInAt} show="moment" />
              ) : (
                t("neverSignedIn")
              ),
              ...(canManage
                ? [<PersonAct key="act" person={person} disable={disable} enable={enable} />]
                : []),
            ],
          }))}
        />
      )}
    </div>
  );
}

function PersonAct({
  person,
  disable,
  enable,
}: Pick<PeopleScreenProps, "disable" | "enable"> & { readonly person: PersonView }) {
  const t = useTranslations("console");
  const texts = useFormTexts();
  const { name } = person;
  const hidden = { personId: person.id };
  if (person.isSelf) return <span className="px-2 text-quiet">{t("you")}</span>;
  if (person.disabledAt) {
    return (
      <ActionButton
        action={enable}
        hidden={hidden}
        variant="quiet"
        size="dense"
        aria-label={t("enableNamed", { name })}
        texts={texts}
      >
        {t("enable")}
      </ActionButton>
    );
  }
  return (
    <ConfirmAction
      label={t("disable")}
      fullLabel={t("disableNamed", { name })}
      action={disable}
      hidden={hidden}
      texts={texts}
    >
      <p>{t("disableWarning", { name })}</p>
    </ConfirmAction>
  );
}
