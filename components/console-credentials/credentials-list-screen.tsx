import { useTranslations } from "next-intl";

import { type BankNames, choicesOf, useBankName } from "#components/console-lists/bank-name.ts";
import { useListFields } from "#components/console-lists/list-fields.ts";
import { ListNotices } from "#components/console-lists/list-notices.tsx";
import { PersonCell, shortId } from "#components/console-lists/person-cell.tsx";
import { ConsoleList } from "#components/console-table/console-list.tsx";
import { Time } from "#components/ui/time.tsx";
import type { NamedListView } from "#lib/identity/named-list-view.ts";
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

export interface CredentialsListScreenProps extends NamedListView<CredentialRowView, CredentialFilter> {
  readonly asked: TableAsked<CredentialColumn, CredentialFilter>;
  readonly banks: BankNames;
}

const states = ["sealed", "destroying", "destroyed"] as const;

/** All credentials of a firm, for its compliance: metadata, and no way to what is locked. */
export function CredentialsListScreen(props: CredentialsListScreenProps) {
  const { asked, rows, next, unusable, cutAt } = props;
  const t = useTranslations("consoleCredentials");
  const fields = useFields(props);
  const cellsOf = useCells(props);
  return (
    <ConsoleList
      title={t("title")}
      intro={t("intro")}
      address={credentialsAddress}
      shape={credentialListShape}
      asked={asked}
      fields={fields}
      empty={unusable.length > 0 ? null : { title: t("empty"), body: t("emptyBody") }}
      header={(column) => t(`columns.${column}`)}
      rows={rows.map((row) => ({
        key: row.id,
        href: `${credentialsAddress}/${row.id}`,
        cells: cellsOf(row),
      }))}
      next={next}
    >
      <ListNotices fields={fields} unusable={unusable} cutAt={cutAt} />
    </ConsoleList>
  );
}

function useFields({ asked: { filters }, banks }: CredentialsListScreenProps) {
  const t = useTranslations("consoleCredentials");
  const { any, investor, days } = useListFields(t("columns.added"));
  return [
    investor,
    {
      name: "institution",
      label: t("columns.institution"),
      options: [any, ...choicesOf(banks, filters.institution)],
    },
    {
      name: "state",
      label: t("columns.state"),
      options: [any, ...states.map((value) => ({ value, label: t(`states.${value}`) }))],
    },
    ...days,
  ] as const;
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
