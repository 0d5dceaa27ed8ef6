import { useTranslations } from "next-intl";

import { clientPath } from "#components/clients/client-paths.ts";
import { Badge } from "#components/ui/badge.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { BookRowView, BookTodo } from "#lib/portfolio/book-view.ts";

/** When the oldest of what is shown was read. */
export function LastUpdate({ row: { accounts, readAt } }: { readonly row: BookRowView }) {
  const t = useTranslations("clients");
  if (readAt) return <Time iso={readAt} show="moment" />;
  return accounts > 0 ? t("neverRead") : "–";
}

/** Whether the banks could be read. */
export function Reading({ row: { accounts, failed, readAt } }: { readonly row: BookRowView }) {
  const t = useTranslations("clients");
  if (accounts === 0) return "–";
  if (failed > 0) return <Badge tone="danger">{t("failed", { count: failed })}</Badge>;
  return readAt ? <Badge tone="good">{t("good")}</Badge> : <Badge tone="neutral">{t("neverRead")}</Badge>;
}

const tones = {
  confirm: "danger",
  failed: "danger",
  expiring: "caution",
  unread: "neutral",
} as const satisfies Record<BookTodo, unknown>;

/** How much of what there is stands in no figure of the row. */
export function NotShared({ row: { hidden } }: { readonly row: BookRowView }) {
  const t = useTranslations("households");
  return hidden > 0 ? (
    <span className="font-normal text-quiet text-small">{t("hiddenOf", { count: hidden })}</span>
  ) : null;
}

/** Those that the client alone can do, and can be asked for. */
const askable: readonly BookTodo[] = ["confirm", "expiring"];

/** What waits at a client, and where they are asked for what only they can do. */
export function Todos({ row: { id, name, todos } }: { readonly row: BookRowView }) {
  const t = useTranslations("book");
  const asks = useTranslations("clientAsks");
  const clients = useTranslations("clients");
  if (todos.length === 0) return <span className="text-quiet">{t("nothingToDo")}</span>;
  return (
    <span className="flex flex-wrap gap-x-4">
      {todos.map((todo) => (
        <Badge key={todo} tone={tones[todo]}>
          {t(`todos.${todo}`)}
        </Badge>
      ))}
      {todos.some((todo) => askable.includes(todo)) ? (
        <TextLink href={clientPath(id, "ask")}>
          <span aria-hidden="true">{asks("todo")}</span>
          <span className="sr-only">{asks("todoOf", { name: name ?? clients("yourClient") })}</span>
        </TextLink>
      ) : null}
    </span>
  );
}
