import { useTranslations } from "next-intl";

import { choicesOf } from "#components/console-consents/consents-list-screen.tsx";
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
import type { TableAsked } from "#lib/kernel/table-asked.ts";
import {
  type CredentialColumn,
  type CredentialFilter,
  type CredentialRowView,
  credentialListShape,
} from "#lib/vault/firm-list-view.ts";
import { CredentialState } from "./credential-state.tsx";
import { shortKeyVersion } from "./key-version-name.ts";
import { useOpeningReason } from "./use-opening-reason.ts";

export const credentialsAddress = "/console/credentials";

type Names = ReadonlyMap<string, { readonly name: string; readonly email: string }>;

export interface CredentialsListScreenProps {
  readonly asked: TableAsked<CredentialColumn, CredentialFilter>;
  readonly rows: readonly CredentialRowView[];
  readonly next: string | null;
  /** Of investors, by identifier. */
  readonly names: Names;
  readonly banks: BankNames;
  readonly unusable: readonly CredentialFilter[];
  /** How many investors were looked at where more are called so; `null` where there are no more. */
  readonly cutAt: number | null;
}

const states = ["sealed", "destroying", "destroyed"] as const;

/** All credentials of a firm, for its compliance: metadata, and no way to what is locked. */
export function CredentialsListScreen(props: CredentialsListScreenProps) {
  const { asked, rows, next, unusable, cutAt } = props;
  const t = useTranslations("consoleCredentials");
  const lists = useTranslations("consoleLists");
  const cellsOf = useCells(props);
  const labels: Readonly<Record<CredentialFilter, string>> = {
    investor: lists("investor"),
    institution: t("columns.institution"),
    state: t("columns.state"),
    from: lists("from"),
    to: lists("to"),
  };
  const headers = Object.fromEntries(
    credentialListShape.columns.map((column) => [column, t(`columns.${column}`)]),
  ) as Record<CredentialColumn, string>;
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <TableFilter address={credentialsAddress} shape={credentialListShape} asked={asked}>
        <Filters {...props} />
      </TableFilter>
      <ListNotices unusable={unusable.map((filter) => labels[filter])} cutAt={cutAt} />
      {rows.length === 0 && asked.after === null ? (
        unusable.length === 0 && (
          <EmptyState title={t("empty")}>
            <p>{t("emptyBody")}</p>
          </EmptyState>
        )
      ) : (
        <ConsoleTable
          caption={t("title")}
          address={credentialsAddress}
          shape={credentialListShape}
          asked={asked}
          headers={headers}
          rows={rows.map((row) => ({
            key: row.id,
            href: `${credentialsAddress}/${row.id}`,
            cells: cellsOf(row),
          }))}
          next={next}
          fileAddress={`${credentialsAddress}/export`}
        />
      )}
    </div>
  );
}

function Filters({ asked: { filters }, banks }: CredentialsListScreenProps) {
  const t = useTranslations("consoleCredentials");
  const lists = useTranslations("consoleLists");
  const any = { value: "", label: lists("any") };
  return (
    <>
      <Field
        id="credentials-investor"
        name="investor"
        type="search"
        label={lists("investor")}
        defaultValue={filters.investor ?? ""}
        maxLength={200}
      />
      <SelectField
        id="credentials-institution"
        name="institution"
        label={t("columns.institution")}
        defaultValue={filters.institution ?? ""}
        options={[any, ...choicesOf(banks, filters.institution)]}
      />
      <SelectField
        id="credentials-state"
        name="state"
        label={t("columns.state")}
        defaultValue={filters.state ?? ""}
        options={[any, ...states.map((value) => ({ value, label: t(`states.${value}`) }))]}
      />
      <DateFields from={filters.from} to={filters.to} />
    </>
  );
}

function useCells({ names, banks }: CredentialsListScreenProps) {
  const t = useTranslations("consoleCredentials");
  const bankName = useBankName(banks);
  const reasonOf = useOpeningReason();
  return (row: CredentialRowView) => ({
    credential: <code>{shortId(row.id)}</code>,
    investor: <PersonCell personId={row.personId} person={names.get(row.personId)} />,
    institution: <span className="block max-w-56 whitespace-normal">{bankName(row.institutionId)}</span>,
    state: <CredentialState state={row.state} />,
    added: <Time iso={row.createdAt} show="day" />,
    version: `${row.version}`,
    keyVersion: row.keyVersion ? <code>{shortKeyVersion(row.keyVersion)}</code> : "–",
    transportKey: row.transportKey ?? "–",
    lastOpened: row.lastOpenedAt ? <Time iso={row.lastOpenedAt} show="moment" /> : t("never"),
    why: row.lastOpening ? reasonOf(row.lastOpening.reason) : "–",
    deleted: row.deletedAt ? <Time iso={row.deletedAt} show="day" /> : "–",
  });
}
