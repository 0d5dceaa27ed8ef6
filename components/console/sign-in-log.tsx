import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { PersonFileView } from "#lib/identity/view.ts";
import { useEventLabel } from "./event-label.ts";

export interface SignInLogProps {
  readonly person: PersonFileView;
  readonly isLater: boolean;
}

/** What somebody did to sign in and with it, what they were refused, and what others did to their access. */
export function SignInLog({ person: { id, log, next }, isLater }: SignInLogProps) {
  const t = useTranslations("people");
  const table = useTranslations("consoleTable");
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
    <div className="space-y-3">
      <p className="no-print text-small">
        <a href={`${address}/export`} className="text-accent underline underline-offset-4 hover:decoration-2">
          {table("file")}
        </a>
      </p>
      <Table
        caption={t("log")}
        columns={(["what", "outcome", "at", "method", "device"] as const).map((key) => ({
          key,
          header: t(key),
        }))}
        rows={log.map((entry) => ({
          key: entry.id,
          cells: [
            label(entry.type),
            <Badge key="outcome" tone={entry.refusal ? "danger" : "good"}>
              {entry.refusal ?? t("done")}
            </Badge>,
            <Time key="at" iso={entry.at} show="moment" />,
            entry.method ? methods(entry.method) : "–",
            entry.device ?? "–",
          ],
        }))}
      />
      <nav aria-label={table("pages")} className="no-print flex flex-wrap gap-x-6 gap-y-3 text-small">
        {isLater ? <TextLink href={address}>{table("first")}</TextLink> : null}
        {next === null ? null : <TextLink href={`${address}?after=${next}`}>{table("next")}</TextLink>}
      </nav>
    </div>
  );
}
