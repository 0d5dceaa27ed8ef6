import { useTranslations } from "next-intl";

import { ConsoleList } from "#components/console-table/console-list.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { TableAsked } from "#lib/kernel/table-asked.ts";
import {
  type RightsColumn,
  type RightsFilter,
  type RightsPageView,
  rightsKinds,
  rightsListShape,
  rightsStandings,
} from "#lib/privacy/rights-view.ts";
import { RightsDue, RightsOutcome } from "./rights-cells.tsx";

export interface RightsScreenProps {
  readonly page: RightsPageView;
  readonly asked: TableAsked<RightsColumn, RightsFilter>;
}

const address = "/console/investors/rights";

/** The register of what the firm's investors asked for by right, the most urgent first. */
export function RightsScreen({ page, asked }: RightsScreenProps) {
  const t = useTranslations("rights");
  const back = useTranslations("investors");
  const standings = rightsStandings.map((value) => ({ value, label: t(`standings.${value}`) }));
  const kinds = rightsKinds.map((value) => ({ value, label: t(`kinds.${value}`) }));
  return (
    <div className="space-y-6">
      <p className="no-print mb-4 text-small">
        <TextLink href="/console/investors">{back("back")}</TextLink>
      </p>
      <ConsoleList
        title={t("title")}
        intro={t("intro")}
        address={address}
        shape={rightsListShape}
        asked={asked}
        fields={[
          { name: "standing", label: t("standing"), options: standings, usual: "open" },
          { name: "kind", label: t("kind"), options: [{ value: "", label: t("anyKind") }, ...kinds] },
        ]}
        empty={{ title: t("emptyTitle"), body: t("emptyBody") }}
        header={(column) => t(`columns.${column}`)}
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
      />
    </div>
  );
}
