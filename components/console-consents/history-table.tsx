import { useTranslations } from "next-intl";

import { useEventLabel } from "#components/console/event-label.ts";
import { useRoleLabel } from "#components/console/role-label.ts";
import { shortId } from "#components/console-lists/person-cell.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { FiledEntryView } from "#lib/consent/consent-file-view.ts";

/** Everything that happened to a consent, the first first: what it was before and after, who did it, and why. */
export function HistoryTable({ history }: { readonly history: readonly FiledEntryView[] }) {
  const t = useTranslations("consoleConsents");
  const lists = useTranslations("consoleLists");
  const eventLabel = useEventLabel();
  const columns = ["act", "before", "after", "actor", "channel", "reason"] as const;
  return (
    <Table
      caption={t("history.title")}
      columns={[
        { key: "when", header: lists("when") },
        ...columns.map((key) => ({ key, header: t(`history.${key}`) })),
        { key: "event", header: lists("event") },
      ]}
      rows={history.map((entry) => ({
        key: `${entry.revision}`,
        cells: [
          <Time key="when" iso={entry.at} show="moment" />,
          eventLabel(`consent.${entry.act}`),
          entry.previousState ? t(`states.${entry.previousState}`) : "–",
          t(`states.${entry.state}`),
          <Actor key="actor" entry={entry} />,
          t(`history.channels.${entry.channel}`),
          entry.reason ? t(`history.reasons.${entry.reason}`) : "–",
          <TextLink key="event" href={`/console/audit/${entry.eventId}`}>
            <code>{shortId(entry.eventId)}</code>
          </TextLink>,
        ],
      }))}
    />
  );
}

/** Who did it by name and role; a program, a job or who was erased by what is known of them. */
function Actor({ entry: { actorType, actorId, actorName } }: { readonly entry: FiledEntryView }) {
  const roleLabel = useRoleLabel();
  return (
    <span className="block min-w-40 max-w-56 whitespace-normal [overflow-wrap:anywhere]">
      {actorName ? <bdi>{actorName}</bdi> : actorId ? <code>{shortId(actorId)}</code> : null}
      <span className="block text-quiet">{roleLabel(actorType)}</span>
    </span>
  );
}
