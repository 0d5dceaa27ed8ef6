import { useLocale, useTranslations } from "next-intl";

import { ConnectionBadge } from "#components/connections/connection-badge.tsx";
import { ConnectionSummary } from "#components/connections/connection-summary.tsx";
import { TodoList } from "#components/connections/todo-list.tsx";
import { mostPressingFirst, todosOf } from "#components/connections/todos.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ConnectionView } from "#lib/connections/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { CredentialView } from "#lib/vault/view.ts";
import { DeletedAccess, KeptAccess } from "./bank-access-item.tsx";
import { placeOf } from "./place.ts";

/** One access with the name of its bank; `null` where the operator no longer lists the bank. */
export interface BankAccess {
  readonly credential: CredentialView;
  readonly bank: string | null;
  /** Its connection with the bank; `null` where none was begun. */
  readonly connection: ConnectionView | null;
}

export interface BankAccessScreenProps {
  readonly accesses: readonly BankAccess[];
  readonly firm: string;
  readonly region: string;
  /** Field: `credentialId`. */
  readonly deleteAccess: FormAction;
  /** Field: `connectionId`. */
  readonly confirmAgain: FormAction;
  /** Whether a consent of the investor's is in force: without one no bank is asked. */
  readonly hasConsent: boolean;
  /** What was just done, to which access of the list. */
  readonly notice: { readonly kind: "added" | "deleted" | "stopped"; readonly id: string } | null;
}

export function BankAccessScreen(props: BankAccessScreenProps) {
  const { accesses, firm, region, deleteAccess, notice } = props;
  const t = useTranslations("bankAccess");
  const locale = useLocale();
  const kept = accesses.filter(({ credential }) => credential.deletedAt === null);
  const deleted = accesses.filter(({ credential }) => credential.deletedAt !== null);
  return (
    <div className="max-w-[48rem] space-y-10">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <Outcome accesses={accesses} firm={firm} hasConsent={props.hasConsent} notice={notice} />
      <Todos {...props} />
      {kept.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>
          <p>{t("emptyBody")}</p>
        </EmptyState>
      ) : (
        <Section title={t("current")}>
          <p className="max-w-[42rem] text-quiet text-small">{t("kept")}</p>
          <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
            {kept.map(({ credential, bank, connection }) => (
              <KeptAccess
                key={credential.id}
                credential={credential}
                bank={bank ?? t("unknownBank")}
                place={placeOf(region, locale)}
                sameAs={
                  kept.find((other) => other.credential.id === credential.duplicateOf)?.credential ?? null
                }
                deleteAccess={deleteAccess}
                connection={
                  <Connected
                    connection={connection}
                    credentialId={credential.id}
                    bank={bank ?? t("unknownBank")}
                  />
                }
              />
            ))}
          </ul>
        </Section>
      )}
      <LinkButton href="/bank-access/add" variant={kept.length === 0 ? "primary" : "secondary"}>
        {t("add")}
      </LinkButton>
      {deleted.length > 0 ? (
        <Section title={t("deletedTitle")}>
          <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
            {deleted.map(({ credential, bank }) => (
              <DeletedAccess key={credential.id} credential={credential} bank={bank ?? t("unknownBank")} />
            ))}
          </ul>
        </Section>
      ) : null}
    </div>
  );
}

/** What waits for the investor at any of the banks. */
function Todos({ accesses, firm, confirmAgain }: BankAccessScreenProps) {
  const t = useTranslations("bankAccess");
  const connection = useTranslations("connection");
  const waiting = mostPressingFirst(accesses, (one) => (one.connection ? todosOf(one.connection) : []));
  if (waiting.length === 0) return null;
  return (
    <Section title={connection("todoTitle")}>
      {waiting.map((one) =>
        one.connection ? (
          <TodoList
            key={one.connection.id}
            connection={one.connection}
            bank={one.bank ?? t("unknownBank")}
            firm={firm}
            confirmAgain={confirmAgain}
          />
        ) : null,
      )}
    </Section>
  );
}

interface ConnectedProps extends Pick<BankAccess, "connection"> {
  readonly credentialId: string;
  readonly bank: string;
}

/** What becomes of an access at its bank, and the way to connect one that is only kept. */
function Connected({ connection, credentialId, bank }: ConnectedProps) {
  const t = useTranslations("connection");
  if (connection) return <ConnectionSummary connection={connection} bank={bank} />;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <ConnectionBadge connection={null} />
      <TextLink href={`/bank-access/connect/${credentialId}`}>{t("todo.linkAct", { bank })}</TextLink>
    </p>
  );
}

type OutcomeProps = Pick<BankAccessScreenProps, "accesses" | "firm" | "hasConsent" | "notice">;

/** Says what happened, what it means and what next; nothing if the list does not bear it out. */
function Outcome({ accesses, firm, hasConsent, notice }: OutcomeProps) {
  const t = useTranslations("bankAccess");
  const connection = useTranslations("connection");
  const one = accesses.find((access) => [access.credential.id, access.connection?.id].includes(notice?.id));
  if (!one || !notice) return null;
  const bank = one.bank ?? t("unknownBank");
  if (notice.kind === "stopped") {
    if (one.connection?.state !== "ended") return null;
    return (
      <Notice tone="good" word={connection("stopped", { bank })} role="status">
        <p>{connection("stop.stays")}</p>
      </Notice>
    );
  }
  if ((one.credential.deletedAt !== null) !== (notice.kind === "deleted")) return null;
  return notice.kind === "added" ? (
    <Notice tone="good" word={t("addedNotice", { bank })} role="status">
      <p>{t("addedMeans", { bank, firm })}</p>
      {hasConsent ? null : <p>{connection("connect.noneNext", { bank, firm })}</p>}
    </Notice>
  ) : (
    <Notice tone="good" word={t("deletedNotice", { bank })} role="status">
      <p>{t("deletedMeans")}</p>
    </Notice>
  );
}
