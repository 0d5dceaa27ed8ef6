import { useTranslations } from "next-intl";

import { ConsoleTable } from "#components/console-table/console-table.tsx";
import { TableFilter } from "#components/console-table/table-filter.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { Time } from "#components/ui/time.tsx";
import type { TableAsked, TableShape } from "#lib/kernel/table-asked.ts";
import type { ActRowView } from "#lib/oversight/view.ts";
import { actKinds, actStates, kindKey, stateTone, useReason } from "./labels.ts";

const columns = [
  ...(["act", "state", "count", "reason", "proposedBy", "proposed", "decidedBy", "finished", "id"] as const),
] as const;
export type ActColumn = (typeof columns)[number];
export type ActFilterName = "kind" | "state";

export const actsShape: TableShape<ActColumn, ActFilterName> = {
  columns,
  usual: ["act", "state", "count", "reason", "proposedBy", "proposed", "finished"],
  filters: ["kind", "state"],
};

export interface ActsScreenProps {
  readonly asked: TableAsked<ActColumn, ActFilterName>;
  readonly rows: readonly ActRowView[];
  readonly next: string | null;
}

const address = "/console/acts";

/** What compliance does with many things at once or with a second person, the newest first. */
export function ActsScreen({ asked, rows, next }: ActsScreenProps) {
  const t = useTranslations("oversight");
  const isAsked = Object.keys(asked.filters).length > 0;
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <LinkButton href="/console/acts/new" variant="primary">
        {t("begin")}
      </LinkButton>
      {rows.length === 0 && !isAsked ? null : <Filter asked={asked} />}
      {rows.length === 0 ? (
        <EmptyState title={t("none")}>
          <p>{t("noneBody")}</p>
        </EmptyState>
      ) : (
        <Rows asked={asked} rows={rows} next={next} />
      )}
    </div>
  );
}

function Filter({ asked }: Pick<ActsScreenProps, "asked">) {
  const t = useTranslations("oversight");
  const any = { value: "", label: t("any") };
  return (
    <TableFilter address={address} shape={actsShape} asked={asked}>
      <SelectField
        id="acts-kind"
        name="kind"
        label={t("columns.act")}
        defaultValue={asked.filters.kind ?? ""}
        options={[any, ...actKinds.map((kind) => ({ value: kind, label: t(`kinds.${kindKey[kind]}`) }))]}
      />
      <SelectField
        id="acts-state"
        name="state"
        label={t("columns.state")}
        defaultValue={asked.filters.state ?? ""}
        options={[any, ...actStates.map((state) => ({ value: state, label: t(`states.${state}`) }))]}
      />
    </TableFilter>
  );
}

function Rows({ asked, rows, next }: ActsScreenProps) {
  const t = useTranslations("oversight");
  const reason = useReason();
  return (
    <ConsoleTable
      caption={t("title")}
      address={address}
      shape={actsShape}
      asked={asked}
      headers={{
        ...{ act: t("columns.act"), state: t("columns.state"), count: t("columns.count") },
        ...{ reason: t("columns.reason"), proposedBy: t("columns.proposedBy"), id: t("columns.id") },
        ...{ proposed: t("columns.proposed"), decidedBy: t("columns.decidedBy") },
        finished: t("columns.finished"),
      }}
      rows={rows.map((act) => ({
        key: act.id,
        href: `${address}/${act.id}`,
        cells: {
          act: t(`kinds.${kindKey[act.kind]}`),
          state: <Badge tone={stateTone[act.state]}>{t(`states.${act.state}`)}</Badge>,
          count: act.count,
          reason: reason(act.reason),
          proposedBy: act.proposed.by.name ?? <code>{act.proposed.by.id}</code>,
          proposed: <Time iso={act.proposed.at} show="moment" />,
          decidedBy: act.decided ? (act.decided.by.name ?? <code>{act.decided.by.id}</code>) : "–",
          finished: act.finishedAt ? <Time iso={act.finishedAt} show="moment" /> : "–",
          id: <code>{act.id}</code>,
        },
      }))}
      next={next}
    />
  );
}
