import { useTranslations } from "next-intl";

import { type BankNames, choicesOf, useBankName } from "#components/console-lists/bank-name.ts";
import { useListFields } from "#components/console-lists/list-fields.ts";
import { ListNotices } from "#components/console-lists/list-notices.tsx";
import { PersonCell, shortId } from "#components/console-lists/person-cell.tsx";
import { ConsoleList } from "#components/console-table/console-list.tsx";
import { Time } from "#components/ui/time.tsx";
import {
  type ConsentColumn,
  type ConsentFilter,
  type ConsentRowView,
  consentListShape,
  firmStandings,
  wholeTeam,
} from "#lib/consent/firm-list-view.ts";
import type { PartyView } from "#lib/consent/view.ts";
import type { NamedListView } from "#lib/identity/named-list-view.ts";
import type { TableAsked } from "#lib/kernel/table-asked.ts";
import { StandingBadge } from "./standing-badge.tsx";

export const consentsAddress = "/console/consents";

export interface ConsentsListScreenProps extends NamedListView<ConsentRowView, ConsentFilter> {
  readonly asked: TableAsked<ConsentColumn, ConsentFilter>;
  readonly banks: BankNames;
  readonly advisors: readonly PartyView[];
}

/** All consents of a firm, for its compliance. */
export function ConsentsListScreen(props: ConsentsListScreenProps) {
  const { asked, rows, next, names, banks, unusable, cutAt } = props;
  const t = useTranslations("consoleConsents");
  const fields = useFields(props);
  return (
    <ConsoleList
      title={t("title")}
      intro={t("intro")}
      address={consentsAddress}
      shape={consentListShape}
      asked={asked}
      fields={fields}
      empty={unusable.length > 0 ? null : { title: t("empty"), body: t("emptyBody") }}
      header={(column) => t(`columns.${column}`)}
      rows={rows.map((row) => ({
        key: row.id,
        href: `${consentsAddress}/${row.id}`,
        cells: cellsOf(row, names, banks),
      }))}
      next={next}
    >
      <ListNotices fields={fields} unusable={unusable} cutAt={cutAt} />
    </ConsoleList>
  );
}

function useFields({ asked: { filters }, banks, advisors }: ConsentsListScreenProps) {
  const t = useTranslations("consoleConsents");
  const { any, investor, days } = useListFields(t("columns.asked"));
  const named = advisors.map(({ id, name }) => ({ value: id, label: name ?? id }));
  const standings = firmStandings.map((value) => ({ value, label: t(`standings.${value}`) }));
  return [
    investor,
    {
      name: "advisor",
      label: t("advisor"),
      options: [any, { value: wholeTeam, label: t("team") }, ...named],
    },
    {
      name: "institution",
      label: t("institution"),
      options: [any, ...choicesOf(banks, filters.institution)],
    },
    { name: "standing", label: t("columns.standing"), options: [any, ...standings] },
    ...days,
  ] as const;
}

function cellsOf(row: ConsentRowView, names: ConsentsListScreenProps["names"], banks: BankNames) {
  const time = (iso: string | null) => (iso ? <Time iso={iso} show="day" /> : "–");
  return {
    consent: <code>{shortId(row.id)}</code>,
    investor: <PersonCell personId={row.investorId} person={names.get(row.investorId)} />,
    standing: <StandingBadge consent={row} />,
    recipients: <Recipients recipients={row.recipients} />,
    banks: <Banks institutionIds={row.institutionIds} banks={banks} />,
    asked: time(row.requestedAt),
    given: time(row.givenAt),
    until: time(row.validUntil),
    ended: time(row.endedAt),
  } satisfies Record<ConsentColumn, unknown>;
}

function Recipients({ recipients }: Pick<ConsentRowView, "recipients">) {
  const t = useTranslations("consoleConsents");
  const { wholeTeam: isTeam, advisors, programs } = recipients;
  const said = [
    ...(isTeam ? [t("team")] : []),
    ...advisors.map(({ id, name }) => name ?? shortId(id)),
    ...(programs > 0 ? [t("programs", { count: programs })] : []),
  ];
  return (
    <bdi className="block min-w-40 max-w-56 whitespace-normal [overflow-wrap:anywhere]">
      {said.join(", ")}
    </bdi>
  );
}

function Banks({
  institutionIds,
  banks,
}: Pick<ConsentRowView, "institutionIds"> & { readonly banks: BankNames }) {
  const bankName = useBankName(banks);
  if (institutionIds.length === 0) return "–";
  return <span className="block max-w-56 whitespace-normal">{institutionIds.map(bankName).join(", ")}</span>;
}
