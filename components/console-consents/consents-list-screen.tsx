import { useTranslations } from "next-intl";

import { type BankNames, useBankName } from "#components/console-lists/bank-name.ts";
import { DateFields } from "#components/console-lists/date-fields.tsx";
import { ListNotices } from "#components/console-lists/list-notices.tsx";
import { PersonCell, shortId } from "#components/console-lists/person-cell.tsx";
import { ConsoleTable } from "#components/console-table/console-table.tsx";
import { TableFilter } from "#components/console-table/table-filter.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
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
import type { TableAsked } from "#lib/kernel/table-asked.ts";
import { StandingBadge } from "./standing-badge.tsx";
import { useFilterLabel } from "./use-filter-label.ts";

export const consentsAddress = "/console/consents";

type Names = ReadonlyMap<string, { readonly name: string; readonly email: string }>;

export interface ConsentsListScreenProps {
  readonly asked: TableAsked<ConsentColumn, ConsentFilter>;
  readonly rows: readonly ConsentRowView[];
  readonly next: string | null;
  /** Of investors, by identifier. */
  readonly names: Names;
  readonly banks: BankNames;
  readonly advisors: readonly PartyView[];
  readonly unusable: readonly ConsentFilter[];
  /** How many investors were looked at where more are called so; `null` where there are no more. */
  readonly cutAt: number | null;
}

/** All consents of a firm, for its compliance. */
export function ConsentsListScreen(props: ConsentsListScreenProps) {
  const { asked, rows, next, names, banks, unusable, cutAt } = props;
  const t = useTranslations("consoleConsents");
  const filterLabel = useFilterLabel();
  const headers = Object.fromEntries(
    consentListShape.columns.map((column) => [column, t(`columns.${column}`)]),
  ) as Record<ConsentColumn, string>;
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <TableFilter address={consentsAddress} shape={consentListShape} asked={asked}>
        <Filters {...props} />
      </TableFilter>
      <ListNotices unusable={unusable.map(filterLabel)} cutAt={cutAt} />
      {rows.length === 0 && asked.after === null ? (
        unusable.length === 0 && (
          <EmptyState title={t("empty")}>
            <p>{t("emptyBody")}</p>
          </EmptyState>
        )
      ) : (
        <ConsoleTable
          caption={t("title")}
          address={consentsAddress}
          shape={consentListShape}
          asked={asked}
          headers={headers}
          rows={rows.map((row) => ({
            key: row.id,
            href: `${consentsAddress}/${row.id}`,
            cells: cellsOf(row, names, banks),
          }))}
          next={next}
          fileAddress={`${consentsAddress}/export`}
        />
      )}
    </div>
  );
}

function Filters({ asked: { filters }, banks, advisors }: ConsentsListScreenProps) {
  const t = useTranslations("consoleConsents");
  const lists = useTranslations("consoleLists");
  const any = { value: "", label: lists("any") };
  return (
    <>
      <Field
        id="consents-investor"
        name="investor"
        type="search"
        label={lists("investor")}
        defaultValue={filters.investor ?? ""}
        maxLength={200}
      />
      <SelectField
        id="consents-advisor"
        name="advisor"
        label={t("advisor")}
        defaultValue={filters.advisor ?? ""}
        options={[
          any,
          { value: wholeTeam, label: t("team") },
          ...advisors.map(({ id, name }) => ({ value: id, label: name ?? id })),
        ]}
      />
      <SelectField
        id="consents-institution"
        name="institution"
        label={t("institution")}
        defaultValue={filters.institution ?? ""}
        options={[any, ...choicesOf(banks, filters.institution)]}
      />
      <SelectField
        id="consents-standing"
        name="standing"
        label={t("columns.standing")}
        defaultValue={filters.standing ?? ""}
        options={[any, ...firmStandings.map((value) => ({ value, label: t(`standings.${value}`) }))]}
      />
      <DateFields from={filters.from} to={filters.to} />
    </>
  );
}

/** The banks of the installation, and the one that is looked for where it is listed no more. */
export function choicesOf(banks: BankNames, asked: string | undefined) {
  const listed = Object.entries(banks).map(([value, label]) => ({ value, label }));
  return asked && !(asked in banks) ? [{ value: asked, label: asked }, ...listed] : listed;
}

function cellsOf(row: ConsentRowView, names: Names, banks: BankNames) {
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
