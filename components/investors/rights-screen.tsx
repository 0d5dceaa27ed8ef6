import { useTranslations } from "next-intl";

import { ConsoleTable } from "#components/console-table/console-table.tsx";
import { TableFilter } from "#components/console-table/table-filter.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { TableAsked } from "#lib/kernel/table-asked.ts";
import {
  type RightsColumn,
  type RightsFilter,
  type RightsPageView,
  rightsColumns,
  rightsKinds,
  rightsListShape,
  rightsStandings,
} from "#lib/privacy/rights-view.ts";
import { RightsDue, RightsOutcome } from "./rights-cells.tsx";

export interface RightsScreenProps {
  readonly page: RightsPageView;
  readonly asked: TableAsked<RightsColumn, RightsFilter>;
}

/** The register of what the firm's investors asked for by right, the most urgent first. */
export function RightsScreen({ page, asked }: RightsScreenProps) {
  const t = useTranslations("rights");
  const back = useTranslations("investors");
  const address = "/console/investors/rights";
  const list = { address, shape: rightsListShape, asked };
  const headers = Object.fromEntries(rightsColumns.map((key) => [key, t(`columns.${key}`)]));
  return (
    <div className="space-y-6">
      <p className="no-print text-small">
        <TextLink href="/console/investors">{back("back")}</TextLink>
      </p>
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <TableFilter {...list}>
        <SelectField
          id="rights-standing"
          name="standing"
          label={t("standing")}
          defaultValue={asked.filters.standing ?? "open"}
          options={rightsStandings.map((value) => ({ value, label: t(`standings.${value}`) }))}
        />
        <SelectField
          id="rights-kind"
          name="kind"
          label={t("kind")}
          defaultValue={asked.filters.kind ?? ""}
          options={[
            { value: "", label: t("anyKind") },
            ...rightsKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
          ]}
        />
      </TableFilter>
      {page.requests.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>
          <p>{t("emptyBody")}</p>
        </EmptyState>
      ) : (
        <ConsoleTable
          {...list}
          caption={t("title")}
          headers={headers as Record<RightsColumn, string>}
          rows={page.requests.map((request) => ({
            key: request.id,
            href: `/console/investors/${request.investorId}`,
            cells: {
              investor: request.investorName ?? <code>{request.investorId}</code>,
              kind: t(`kinds.${request.kind}`),
              channel: t(`channels.${request.channel}`),
              received: <Time iso={request.receivedOn} show="day" />,
              due: <RightsDue request={request} />,
              outcome: <RightsOutcome request={request} />,
              request: <code>{request.id}</code>,
            },
          }))}
          next={page.next}
          fileAddress={`${address}/export`}
        />
      )}
    </div>
  );
}
