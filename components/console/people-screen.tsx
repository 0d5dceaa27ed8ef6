import { useTranslations } from "next-intl";

import { ConsoleList } from "#components/console-table/console-list.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
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
  /** Field: `staffInvitationId`. */
  readonly resend: FormAction;
  readonly canInvite: boolean;
  /** Whether somebody was invited a moment ago. */
  readonly isInvited: boolean;
}

const address = "/console/people";

export function PeopleScreen(props: PeopleScreenProps) {
  const { shape, asked, people, next, invitations, canInvite, isInvited, takeBack, resend } = props;
  const t = useTranslations("console");
  const staff = useTranslations("people");
  const fields = useFields();
  const cellsOf = useCells(props);
  return (
    <ConsoleList
      title={t("peopleTitle")}
      intro={t("peopleIntro")}
      address={address}
      shape={shape}
      asked={asked}
      lead={
        <>
          {isInvited ? (
            <div className="max-w-[42rem]">
              <Notice role="status" tone="good" word={staff("invitedWord")}>
                <p>{staff("invited")}</p>
              </Notice>
            </div>
          ) : null}
          {canInvite ? (
            <LinkButton href={`${address}/invite`} variant="secondary">
              {staff("invite")}
            </LinkButton>
          ) : null}
          <StaffInvitations {...{ invitations, takeBack, resend }} canChange={canInvite} />
        </>
      }
      fields={fields}
      empty={{ title: staff("noneTitle"), body: staff("none") }}
      header={(column) => t(column)}
      rows={people.map((person) => ({
        key: person.id,
        href: `${address}/${person.id}`,
        cells: cellsOf(person),
      }))}
      next={next}
    />
  );
}

function useFields() {
  const t = useTranslations("console");
  const staff = useTranslations("people");
  const roles = useTranslations("roles");
  const everyRole = (["investor", "advisor", "compliance", "admin"] as const).map((value) => ({
    value,
    label: roles(value),
  }));
  const everyState = (["active", "disabled"] as const).map((value) => ({ value, label: t(value) }));
  return [
    { name: "q", label: staff("search"), type: "search" },
    { name: "role", label: t("role"), options: [{ value: "", label: staff("anyRole") }, ...everyRole] },
    { name: "state", label: t("state"), options: [{ value: "", label: staff("anyState") }, ...everyState] },
  ] as const;
}

function useCells({ disable, enable }: Pick<PeopleScreenProps, "disable" | "enable">) {
  const t = useTranslations("console");
  const roles = useTranslations("roles");
  return (person: PersonView) => ({
    name: person.name,
    email: <bdi className="block min-w-32 [overflow-wrap:anywhere]">{person.email}</bdi>,
    role: roles(person.role),
    state: <PersonState person={person} />,
    lastSignIn: person.lastSignInAt ? <Time iso={person.lastSignInAt} show="moment" /> : t("neverSignedIn"),
    action: <PersonAct person={person} disable={disable} enable={enable} />,
    id: <code>{person.id}</code>,
  });
}

export function PersonState({ person: { disabledAt } }: { readonly person: PersonView }) {
  const t = useTranslations("console");
  return <Badge tone={disabledAt ? "neutral" : "good"}>{disabledAt ? t("disabled") : t("active")}</Badge>;
}
