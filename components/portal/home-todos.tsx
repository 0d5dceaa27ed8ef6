import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { TodoList } from "#components/connections/todo-list.tsx";
import { useRecipients } from "#components/consents/use-recipients.ts";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import type { OwnAskView } from "#lib/asks/view.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { askedFor, type Home } from "./home.ts";

export interface HomeTodosProps {
  readonly home: Home;
  readonly firm: string;
  /** Where a consent is gone on with that no bank was connected under. */
  readonly goOn: (consent: ConsentView) => string;
  /** Field: `connectionId`. */
  readonly confirmAgain: FormAction;
}

/** Everything that waits for the investor, each with its reason and the one act that settles it. */
export function HomeTodos({ home, firm, goOn, confirmAgain }: HomeTodosProps) {
  const t = useTranslations("portal");
  const { requests, banks, toConfirm, unused, endings, asks } = home;
  const count = requests.length + banks.length + unused.length + endings.length;
  if (count === 0) return null;
  return (
    <Section title={t("todo", { count })}>
      {toConfirm.length > 1 ? <Sitting count={toConfirm.length} /> : null}
      {requests.map((consent) => (
        <Request key={consent.id} consent={consent} firm={firm} />
      ))}
      {banks.map(({ connection, bank }) => (
        <TodoList
          key={connection.id}
          {...{ connection, bank, firm, confirmAgain }}
          asked={<Asked ask={askedFor(asks, "confirm", connection.institutionId)} firm={firm} />}
        />
      ))}
      {unused.map((consent) => (
        <Unused key={consent.id} path={goOn(consent)} isFirst={home.connected.length === 0} />
      ))}
      {endings.map((consent) => (
        <Ending key={consent.id} consent={consent} firm={firm} ask={askedFor(asks, "renew", consent.id)} />
      ))}
    </Section>
  );
}

/** A dialog with a bank takes about two minutes, most of it looking for one's phone. */
const minutesPerBank = 2;

/** Several banks in a row: how long it takes, and what to have at hand. */
function Sitting({ count }: { readonly count: number }) {
  const t = useTranslations("portal");
  return (
    <Notice tone="info" word={t("sitting", { count, minutes: count * minutesPerBank })}>
      <p>{t("sittingHow")}</p>
    </Notice>
  );
}

function Request({ consent, firm }: { readonly consent: ConsentView; readonly firm: string }) {
  const t = useTranslations("portal");
  const date = formatDate(useLocale(), consent.answerBy);
  return (
    <Todo title={t("request", { firm })} text={t("requestText", { date })}>
      <LinkButton href={`/consents/${consent.id}/answer`} variant="primary">
        {t("requestAct")}
      </LinkButton>
    </Todo>
  );
}

function Unused({ path, isFirst }: { readonly path: string; readonly isFirst: boolean }) {
  const t = useTranslations("portal");
  return (
    <Todo title={t(isFirst ? "unused" : "unusedOther")} text={t("unusedText")}>
      <LinkButton href={path} variant="primary">
        {t("unusedAct")}
      </LinkButton>
    </Todo>
  );
}

interface EndingProps {
  readonly consent: ConsentView;
  readonly firm: string;
  readonly ask: OwnAskView | null;
}

function Ending({ consent, firm, ask }: EndingProps) {
  const t = useTranslations("portal");
  const who = useRecipients(consent, firm).join(" · ");
  const date = formatDate(useLocale(), consent.validUntil ?? "");
  return (
    <Todo
      title={t("ending", { date })}
      text={t("endingText", { who })}
      asked={<Asked ask={ask} firm={firm} />}
    >
      <LinkButton href={`/consents/${consent.id}/renew`} variant="secondary">
        {t("endingAct")}
      </LinkButton>
    </Todo>
  );
}

/** That an advisor asked for it, which changes nothing in whose it is to do. */
function Asked({ ask, firm }: { readonly ask: OwnAskView | null; readonly firm: string }) {
  const t = useTranslations("portal");
  const locale = useLocale();
  if (!ask) return null;
  const date = formatDate(locale, ask.at);
  return (
    <p>{ask.by === null ? t("askedBySomebody", { firm, date }) : t("asked", { advisor: ask.by, date })}</p>
  );
}

interface TodoProps {
  readonly title: string;
  readonly text: string;
  readonly asked?: ReactNode;
  readonly children: ReactNode;
}

function Todo(props: TodoProps) {
  return (
    <Notice tone="caution" word={props.title}>
      <p>{props.text}</p>
      {props.asked}
      <div className="pt-2 pb-1">{props.children}</div>
    </Notice>
  );
}
