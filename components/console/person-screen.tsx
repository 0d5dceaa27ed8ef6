import { useTranslations } from "next-intl";

import { ContactFacts } from "#components/help/contact-facts.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { PersonFileView, SignInView } from "#lib/identity/view.ts";
import { PersonState } from "./people-screen.tsx";
import { PersonAct, type PersonActProps } from "./person-act.tsx";
import { SignInLog, type SignInLogProps } from "./sign-in-log.tsx";

export interface PersonScreenProps extends Omit<PersonActProps, "person"> {
  readonly person: PersonFileView;
  readonly canManage: boolean;
  readonly canChangeRole: boolean;
  /** Whether the reader may search the log. */
  readonly canReadTrail: boolean;
  /** Of the log. */
  readonly asked: SignInLogProps["asked"];
  /** Whether the role was changed a moment ago. */
  readonly isRoleChanged: boolean;
}

/** Somebody of the firm: who they are, where they are signed in, and what the log has of it. */
export function PersonScreen(props: PersonScreenProps) {
  const { person, canManage, canChangeRole, canReadTrail, asked, isRoleChanged, disable, enable } = props;
  const t = useTranslations("people");
  const console = useTranslations("console");
  const roles = useTranslations("roles");
  const facts = [
    { term: console("email"), fact: person.email },
    { term: console("role"), fact: roles(person.role) },
    { term: console("state"), fact: <PersonState person={person} /> },
    { term: console("id"), fact: <code>{person.id}</code> },
    canManage && !person.isSelf
      ? { term: console("action"), fact: <PersonAct person={person} disable={disable} enable={enable} /> }
      : null,
  ];
  return (
    <div className="space-y-8">
      <p className="no-print mb-4 text-small">
        <TextLink href="/console/people">{t("form.back")}</TextLink>
      </p>
      <PageHeading title={person.name}>
        <p>{t(person.isSelf ? "selfLead" : person.role === "investor" ? "investorLead" : "staffLead")}</p>
      </PageHeading>
      {isRoleChanged ? (
        <div className="max-w-[42rem]">
          <Notice role="status" tone="good" word={t("roleChangedWord")}>
            <p>{t("roleChanged")}</p>
          </Notice>
        </div>
      ) : null}
      <ContactFacts facts={facts} />
      {canChangeRole && !person.isSelf && person.role !== "investor" ? (
        <LinkButton href={`/console/people/${person.id}/role`} variant="secondary">
          {t("changeRole")}
        </LinkButton>
      ) : null}
      <Section title={t("sessions")}>
        <Sessions sessions={person.sessions} />
      </Section>
      <Section title={t("log")}>
        <SignInLog person={person} asked={asked} />
        {canReadTrail ? (
          <p className="no-print">
            <TextLink href={`/console/audit?actor=${person.id}`}>{t("trail")}</TextLink>
          </p>
        ) : null}
      </Section>
    </div>
  );
}

function Sessions({ sessions }: { readonly sessions: readonly SignInView[] }) {
  const t = useTranslations("people");
  const methods = useTranslations("methods");
  if (sessions.length === 0) {
    return (
      <EmptyState title={t("noSessions")}>
        <p>{t("noSessionsBody")}</p>
      </EmptyState>
    );
  }
  return (
    <Table
      caption={t("sessions")}
      columns={(["device", "method", "since", "seen"] as const).map((key) => ({ key, header: t(key) }))}
      rows={sessions.map(({ id, device, method, startedAt, lastSeenAt }) => ({
        key: id,
        cells: [
          device ?? t("unknownDevice"),
          methods(method),
          <Time key="since" iso={startedAt} show="moment" />,
          <Time key="seen" iso={lastSeenAt} show="moment" />,
        ],
      }))}
    />
  );
}
