import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { ConnectionView } from "#lib/connections/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { pathOf } from "./paths.ts";
import { type Todo, todosOf } from "./todos.ts";

export interface TodoListProps {
  readonly connection: ConnectionView;
  readonly bank: string;
  readonly firm: string;
  readonly confirmAgain: FormAction;
  /** Who asked the investor for it, where somebody did. */
  readonly asked?: React.ReactNode;
}

/** What waits for the investor at one bank, each with its reason and the one act that settles it. */
export function TodoList({ connection, ...rest }: TodoListProps) {
  return todosOf(connection).map((todo) => (
    <TodoNotice key={todo} todo={todo} connection={connection} {...rest} />
  ));
}

function TodoNotice({ todo, connection, bank, firm, confirmAgain, asked }: TodoListProps & { todo: Todo }) {
  const t = useTranslations("connection.todo");
  const reasons = useTranslations("confirm.reasons");
  const { id, institutionId, needsReason, accounts } = connection;
  const reason = needsReason ? reasons(`${needsReason}.title`, { bank, firm }) : null;
  switch (todo) {
    case "goOn":
      return (
        <Item title={t("goOnTitle", { bank })} text={t("goOn")}>
          <LinkButton href={pathOf(id, "confirm")} variant="primary">
            {t("goOnAct", { bank })}
          </LinkButton>
        </Item>
      );
    case "link":
      return (
        <Item title={t("linkTitle", { bank })} text={t("link")}>
          <Again id={id} action={confirmAgain} label={t("linkAct", { bank })} />
        </Item>
      );
    case "confirm":
      return (
        <Item title={reason ?? t("confirmPlain", { bank })} text={t("confirm")} asked={asked}>
          <Again id={id} action={confirmAgain} label={t("confirmAct", { bank })} />
        </Item>
      );
    case "credential":
      return (
        <Item title={reason ?? t("credentialPlain", { bank })} text={t("credential")} asked={asked}>
          <LinkButton href={`/bank-access/add/${institutionId}`} variant="primary">
            {t("credentialAct", { bank })}
          </LinkButton>
        </Item>
      );
    case "choose":
      return (
        <Item title={t("chooseTitle", { bank })} text={t("choose")}>
          <LinkButton href={pathOf(id, "accounts")} variant="primary">
            {t("chooseAct", { bank })}
          </LinkButton>
        </Item>
      );
    case "new":
      return (
        <Item title={t("newTitle", { bank, count: accounts.offered })} text={t("new")}>
          <LinkButton href={pathOf(id, "accounts")} variant="secondary">
            {t("newAct", { bank })}
          </LinkButton>
        </Item>
      );
  }
}

interface ItemProps {
  readonly title: string;
  readonly text: string;
  readonly asked?: React.ReactNode;
  readonly children: React.ReactNode;
}

function Item(props: ItemProps) {
  return (
    <Notice tone="caution" word={props.title}>
      <p>{props.text}</p>
      {props.asked}
      <div className="pt-2 pb-1">{props.children}</div>
    </Notice>
  );
}

function Again(props: { readonly id: string; readonly action: FormAction; readonly label: string }) {
  return (
    <ActionButton
      variant="primary"
      action={props.action}
      hidden={{ connectionId: props.id }}
      texts={useFormTexts()}
    >
      {props.label}
    </ActionButton>
  );
}
