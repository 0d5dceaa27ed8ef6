import { useTranslations } from "next-intl";

import { ConsoleTable } from "#components/console-table/console-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { PersonFileView } from "#lib/identity/view.ts";
import type { TableAsked, TableShape } from "#lib/kernel/table-asked.ts";
import { useEventLabel } from "./event-label.ts";

const columns = ["what", "outcome", "at", "method", "device"] as const;
type LogColumn = (typeof columns)[number];

export const signInLogShape: TableShape<LogColumn, never> = { columns, usual: columns, filters: [] };

export interface SignInLogProps {
  readonly person: PersonFileView;
  readonly asked: TableAsked<LogColumn, never>;
}

/** What somebody did to sign in and with it, what they were refused, and what others did to their access. */
export function SignInLog({ person: { id, log, next }, asked }: SignInLogProps) {
  const t = useTranslations("people");
  const methods = useTranslations("methods");
  const label = useEventLabel();
  if (log.length === 0) {
    return (
      <EmptyState title={t("noLog")}>
        <p>{t("noLogBody")}</p>
      </EmptyState>
    );
  }
  const address = `/console/people/${id}`;
  return (
    <ConsoleTable
      title={t("log")}
      address={address}
      shape={signInLogShape}
      asked={asked}
      header={(column) => t(column)}
      rows={log.map((entry) => ({
        key: entry.id,
        cells: {
          what: label(entry.type),
          outcome: <Badge tone={entry.refusal ? "danger" : "good"}>{entry.refusal ?? t("done")}</Badge>,
          at: <Time iso={entry.at} show="moment" />,
          method: entry.method ? methods(entry.method) : "–",
          device: entry.device ?? "–",
        },
      }))}
      next={next}
    />
  );
}
