import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import { useEventLabel } from "./event-label.ts";
import { LogAlarm } from "./log-alarm.tsx";
import { StatusTable, type SystemStatus } from "./status-table.tsx";

export interface RecentEvent {
  readonly at: string;
  readonly type: string;
  readonly actorName: string | null;
  readonly actorType: string;
  readonly actorId: string | null;
}

export interface ConsoleOverviewScreenProps {
  readonly status: SystemStatus;
  readonly accentAdjusted: boolean;
  readonly events: readonly RecentEvent[];
  /** How many acts of others wait for the reader to agree or refuse. */
  readonly waitingActs: number;
  readonly canSearchLog: boolean;
}

export function ConsoleOverviewScreen({
  status,
  accentAdjusted,
  events,
  waitingActs,
  canSearchLog,
}: ConsoleOverviewScreenProps) {
  const t = useTranslations("console");
  const eventLabel = useEventLabel();
  return (
    <div className="space-y-8">
      <PageHeading title={t("overviewTitle")} />
      <LogAlarm auditLog={status.auditLog} logCheck={status.logCheck} />
      {waitingActs > 0 ? (
        <Notice tone="info" word={t("waitingTitle", { count: waitingActs })}>
          <p>{t("waitingBody")}</p>
          <p>
            <TextLink href="/console/acts?state=proposed">{t("waitingLink")}</TextLink>
          </p>
        </Notice>
      ) : null}
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
            rows={events.map(({ at, type, ...actor }, index) => ({
              key: `${at}-${index}`,
              cells: [
                <Time key="at" iso={at} show="moment" />,
                eventLabel(type),
                <Actor key="actor" {...actor} />,
              ],
            }))}
          />
        )}
        {canSearchLog ? (
          <p>
            <TextLink href="/console/audit">{t("eventsAll")}</TextLink>
          </p>
        ) : null}
      </Section>
    </div>
  );
}

/** Who acted: by name where there is one, else as what, with what they are known by. */
function Actor({ actorName, actorType, actorId }: Pick<RecentEvent, "actorName" | "actorType" | "actorId">) {
  const actors = useTranslations("trail.actors");
  if (actorName !== null) return actorName;
  return (
    <>
      {actors(actorType as "system")}{" "}
      {actorId === null ? null : <code className="text-quiet">{actorId}</code>}
    </>
  );
}
