import { useTranslations } from "next-intl";

import { ConsoleList } from "#components/console-table/console-list.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import {
  type ReviewColumn,
  type ReviewedView,
  type ReviewFilter,
  type ReviewPageView,
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
  const ways = useTranslations("investors.shown.ways");
  const address = `/console/investors/${investorId}/who-saw-it`;
  const options = disclosurePeriods.map((value) => ({ value, label: periods(value) }));
  return (
    <div className="space-y-6">
      <p className="no-print mb-4 text-small">
        <TextLink href={`/console/investors/${investorId}`}>{investors("backToOne")}</TextLink>
      </p>
      <ConsoleList
        title={t("title", { name: investorName ?? investors("nameless") })}
        intro={t("intro")}
        address={address}
        shape={reviewListShape}
        asked={asked}
        fields={[{ name: "when", label: t("when"), options, usual: "week" }]}
        empty={{ title: t("emptyTitle"), body: t("emptyBody") }}
        header={(column) => t(`columns.${column}`)}
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
      />
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
