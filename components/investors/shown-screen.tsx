import { useTranslations } from "next-intl";

import { ConsoleTable } from "#components/console-table/console-table.tsx";
import { TableFilter } from "#components/console-table/table-filter.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import {
  type ReviewColumn,
  type ReviewedView,
  type ReviewFilter,
  type ReviewPageView,
  reviewColumns,
  reviewListShape,
} from "#lib/disclosures/review-view.ts";
import { disclosurePeriods } from "#lib/disclosures/view.ts";
import type { TableAsked } from "#lib/kernel/table-asked.ts";

export interface ShownScreenProps {
  readonly investorId: string;
  readonly investorName: string | null;
  readonly page: ReviewPageView;
  readonly asked: TableAsked<ReviewColumn, ReviewFilter>;
}

/** Who was shown one investor's data, by time. */
export function ShownScreen({ investorId, investorName, page, asked }: ShownScreenProps) {
  const t = useTranslations("investors.shown");
  const investors = useTranslations("investors");
  const periods = useTranslations("disclosures.filter.periods");
  const ways = useTranslations("disclosures.ways");
  const address = `/console/investors/${investorId}/who-saw-it`;
  const list = { address, shape: reviewListShape, asked };
  const headers = Object.fromEntries(reviewColumns.map((key) => [key, t(`columns.${key}`)]));
  return (
    <div className="space-y-6">
      <p className="no-print text-small">
        <TextLink href={`/console/investors/${investorId}`}>{investors("backToOne")}</TextLink>
      </p>
      <PageHeading title={t("title", { name: investorName ?? investors("nameless") })}>
        <p>{t("intro")}</p>
      </PageHeading>
      <TableFilter {...list}>
        <SelectField
          id="shown-when"
          name="when"
          label={t("when")}
          defaultValue={asked.filters.when ?? "week"}
          options={disclosurePeriods.map((value) => ({ value, label: periods(value) }))}
        />
      </TableFilter>
      {page.rows.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>
          <p>{t("emptyBody")}</p>
        </EmptyState>
      ) : (
        <ConsoleTable
          {...list}
          caption={t("title", { name: investorName ?? investors("nameless") })}
          headers={headers as Record<ReviewColumn, string>}
          rows={page.rows.map((row) => ({
            key: row.id,
            href: `${address}?who=${row.viewer.id}&when=${asked.filters.when ?? "week"}`,
            cells: {
              who: <Who viewer={row.viewer} />,
              at: <Time iso={row.at} show="moment" />,
              what: ways(row.what),
              consents: <Consents ids={row.consentIds} />,
              entry: <TextLink href={`/console/audit/${row.eventId}`}>{t("entryOf")}</TextLink>,
            },
          }))}
          next={page.next}
          fileAddress={`${address}/export`}
        />
      )}
    </div>
  );
}

function Who({ viewer: { id, type, name } }: Pick<ReviewedView, "viewer">) {
  const t = useTranslations("investors.shown");
  if (name !== null) return name;
  return (
    <>
      {type === "client" ? t("program") : t("former")} <code>{`${id.slice(0, 12)}…`}</code>
    </>
  );
}

function Consents({ ids }: { readonly ids: readonly string[] }) {
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          <TextLink href={`/console/consents/${id}`}>
            <code>{`${id.slice(0, 12)}…`}</code>
          </TextLink>
        </li>
      ))}
    </ul>
  );
}
