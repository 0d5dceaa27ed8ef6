import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import { useEventLabel } from "./event-label.ts";
import { LogAlarm } from "./log-alarm.tsx";
import { StatusTable, type SystemStatus } from "./status-table.tsx";

export interface RecentEvent {
  readonly at: string;
  readonly type: string;
  readonly actorName: string | null;
  readonly actorId: string;
}

export interface ConsoleOverviewScreenProps {
  readonly status: SystemStatus;
  readonly accentAdjusted: boolean;
  readonly events: readonly RecentEvent[];
}

export function ConsoleOverviewScreen({ status, accentAdjusted, events }: ConsoleOverviewScreenProps) {
  const t = useTranslations("console");
  const eventLabel = useEventLabel();
  return (
    <div className="space-y-8">
      <PageHeading title={t("overviewTitle")} />
      <LogAlarm auditLog={status.auditLog} logCheck={status.logCheck} />
      {accentAdjusted ? (
        <Notice tone="caution" word={t("accentTitle")}>
          <p>{t("accentBody")}</p>
        </Notice>
      ) : null}
      <Section title={t("status")}>
        <StatusTable status={status} />
      </Section>
      <Section title={t("events")}>
        {events.length === 0 ? (
          <EmptyState title={t("eventsEmpty")}>
            <p>{t("eventsEmptyBody")}</p>
          </EmptyState>
        ) : (
          <Table
            caption={t("events")}
            columns={[
              { key: "time", header: t("time") },
              { key: "event", header: t("event") },
              { key: "person", header: t("person") },
            ]}
            rows={events.map(({ at, type, actorName, actorId }, index) => ({
              key: `${at}-${index}`,
              cells: [
                <Time key="at" iso={at} show="moment" />,
                eventLabel(type),
                actorName ?? <code key="actor">{actorId}</code>,
              ],
            }))}
          />
        )}
      </Section>
    </div>
  );
}
