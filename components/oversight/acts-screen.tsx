import { useTranslations } from "next-intl";

import { ConsoleList } from "#components/console-table/console-list.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Time } from "#components/ui/time.tsx";
import type { TableAsked } from "#lib/kernel/table-asked.ts";
import { type ActColumn, type ActFilterName, actsShape } from "#lib/oversight/acts-list-view.ts";
import type { ActRowView, SaidView } from "#lib/oversight/view.ts";
import { actKinds, actStates, kindKey, stateTone, useReason } from "./labels.ts";

export interface ActsScreenProps {
  readonly asked: TableAsked<ActColumn, ActFilterName>;
  readonly rows: readonly ActRowView[];
  readonly next: string | null;
}

const address = "/console/acts";

/** What compliance does with many things at once or with a second person, the newest first. */
export function ActsScreen({ asked, rows, next }: ActsScreenProps) {
  const t = useTranslations("oversight");
  const fields = useFields();
  const cellsOf = useCells();
  const isAsked = Object.keys(asked.filters).length > 0;
  return (
    <ConsoleList
      title={t("title")}
      intro={t("intro")}
      address={address}
      shape={actsShape}
      asked={asked}
      lead={
        <LinkButton href={`${address}/new`} variant="primary">
          {t("begin")}
        </LinkButton>
      }
      fields={rows.length === 0 && !isAsked ? [] : fields}
      empty={{ title: t("none"), body: t("noneBody") }}
      header={(column) => t(`columns.${column}`)}
      figures={["count"]}
      rows={rows.map((act) => ({ key: act.id, href: `${address}/${act.id}`, cells: cellsOf(act) }))}
      next={next}
    />
  );
}

function useFields() {
  const t = useTranslations("oversight");
  const any = { value: "", label: t("any") };
  const kinds = actKinds.map((value) => ({ value, label: t(`kinds.${kindKey[value]}`) }));
  const states = actStates.map((value) => ({ value, label: t(`states.${value}`) }));
  return [
    { name: "kind", label: t("columns.act"), options: [any, ...kinds] },
    { name: "state", label: t("columns.state"), options: [any, ...states] },
  ] as const;
}

function useCells() {
  const t = useTranslations("oversight");
  const reason = useReason();
  return (act: ActRowView) => ({
    act: t(`kinds.${kindKey[act.kind]}`),
    state: <Badge tone={stateTone[act.state]}>{t(`states.${act.state}`)}</Badge>,
    count: act.count,
    reason: reason(act.reason),
    proposedBy: <By said={act.proposed} />,
    proposed: <Time iso={act.proposed.at} show="moment" />,
    decidedBy: act.decided ? <By said={act.decided} /> : "–",
    finished: act.finishedAt ? <Time iso={act.finishedAt} show="moment" /> : "–",
    id: <code>{act.id}</code>,
  });
}

function By({ said: { by } }: { readonly said: SaidView }) {
  return <bdi className="block min-w-32 [overflow-wrap:anywhere]">{by.name ?? <code>{by.id}</code>}</bdi>;
}
