import { useTranslations } from "next-intl";

import { ConsoleTable } from "#components/console-table/console-table.tsx";
import { TableFilter } from "#components/console-table/table-filter.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { Time } from "#components/ui/time.tsx";
import type { PersonView, StaffInvitationView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { TableAsked, TableShape } from "#lib/kernel/table-asked.ts";
import { PersonAct, type PersonActProps } from "./person-act.tsx";
import { StaffInvitations } from "./staff-invitations.tsx";

type Column = "name" | "email" | "role" | "state" | "lastSignIn" | "action" | "id";
type Filter = "q" | "role" | "state";

export interface PeopleScreenProps extends Omit<PersonActProps, "person"> {
  readonly shape: TableShape<Column, Filter>;
  readonly asked: TableAsked<Column, Filter>;
  readonly people: readonly PersonView[];
  readonly next: string | null;
  readonly invitations: readonly StaffInvitationView[];
  /** Field: `staffInvitationId`. */
  readonly takeBack: FormAction;
  readonly canInvite: boolean;
  /** Whether somebody was invited a moment ago. */
  readonly isInvited: boolean;
}

const address = "/console/people";

export function PeopleScreen(props: PeopleScreenProps) {
  const { people, invitations, canInvite, isInvited, takeBack } = props;
  const t = useTranslations("console");
  const staff = useTranslations("people");
  return (
    <div className="space-y-6">
      <PageHeading title={t("peopleTitle")}>
        <p>{t("peopleIntro")}</p>
      </PageHeading>
      {isInvited ? (
        <div className="max-w-[42rem]">
          <Notice role="status" tone="good" word={staff("invitedWord")}>
            <p>{staff("invited")}</p>
          </Notice>
        </div>
      ) : null}
      {canInvite ? (
        <LinkButton href="/console/people/invite" variant="secondary">
          {staff("invite")}
        </LinkButton>
      ) : null}
      <StaffInvitations invitations={invitations} takeBack={takeBack} canTakeBack={canInvite} />
      <PeopleFilter {...props} />
      {people.length === 0 ? (
        <EmptyState title={staff("noneTitle")}>
          <p>{staff("none")}</p>
        </EmptyState>
      ) : (
        <PeopleTable {...props} />
      )}
    </div>
  );
}

function PeopleFilter({ shape, asked }: Pick<PeopleScreenProps, "shape" | "asked">) {
  const t = useTranslations("console");
  const staff = useTranslations("people");
  const roles = useTranslations("roles");
  const everyRole = (["investor", "advisor", "compliance", "admin"] as const).map((value) => ({
    value,
    label: roles(value),
  }));
  return (
    <TableFilter address={address} shape={shape} asked={asked}>
      <Field
        id="people-q"
        name="q"
        type="search"
        maxLength={200}
        label={staff("search")}
        defaultValue={asked.filters.q}
      />
      <SelectField
        id="people-role"
        name="role"
        label={t("role")}
        defaultValue={asked.filters.role}
        options={[{ value: "", label: staff("anyRole") }, ...everyRole]}
      />
      <SelectField
        id="people-state"
        name="state"
        label={t("state")}
        defaultValue={asked.filters.state}
        options={[
          { value: "", label: staff("anyState") },
          { value: "active", label: t("active") },
          { value: "disabled", label: t("disabled") },
        ]}
      />
    </TableFilter>
  );
}

function PeopleTable({ shape, asked, people, next, disable, enable }: PeopleScreenProps) {
  const t = useTranslations("console");
  const roles = useTranslations("roles");
  const { name, email, role, state, lastSignIn, action } = {
    ...{ name: t("name"), email: t("email"), role: t("role"), state: t("state") },
    ...{ lastSignIn: t("lastSignIn"), action: t("action") },
  };
  return (
    <ConsoleTable
      caption={t("peopleTitle")}
      address={address}
      fileAddress={`${address}/export`}
      shape={shape}
      asked={asked}
      headers={{ name, email, role, state, lastSignIn, action, id: "ID" }}
      next={next}
      rows={people.map((person) => ({
        key: person.id,
        href: `${address}/${person.id}`,
        cells: {
          name: person.name,
          email: person.email,
          role: roles(person.role),
          state: <PersonState person={person} />,
          lastSignIn: person.lastSignInAt ? (
            <Time iso={person.lastSignInAt} show="moment" />
          ) : (
            t("neverSignedIn")
          ),
          action: <PersonAct person={person} disable={disable} enable={enable} />,
          id: <code>{person.id}</code>,
        },
      }))}
    />
  );
}

export function PersonState({ person: { disabledAt } }: { readonly person: PersonView }) {
  const t = useTranslations("console");
  return <Badge tone={disabledAt ? "neutral" : "good"}>{disabledAt ? t("disabled") : t("active")}</Badge>;
}
