import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { ConsoleList } from "#components/console-table/console-list.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import {
  type InvestorColumn,
  type InvestorFilter,
  type InvestorPageView,
  type InvestorRowView,
  investorListShape,
  investorMatters,
} from "#lib/investors/view.ts";
import type { TableAsked } from "#lib/kernel/table-asked.ts";

export interface InvestorsScreenProps {
  readonly page: InvestorPageView;
  readonly asked: TableAsked<InvestorColumn, InvestorFilter>;
}

const address = "/console/investors";

/** The firm's investors, to be found by name, address or identifier. */
export function InvestorsScreen({ page, asked }: InvestorsScreenProps) {
  const t = useTranslations("investors");
  const cells = useCells();
  const matters = investorMatters.map((value) => ({ value, label: t(`abouts.${value}`) }));
  return (
    <ConsoleList
      title={t("title")}
      intro={t("intro")}
      address={address}
      shape={investorListShape}
      asked={asked}
      lead={
        <p>
          <TextLink href="/console/investors/rights">{t("register")}</TextLink>
        </p>
      }
      fields={[
        { name: "q", label: t("search"), type: "search" },
        { name: "about", label: t("about"), options: [{ value: "", label: t("abouts.all") }, ...matters] },
      ]}
      empty={{ title: t("emptyTitle"), body: t("emptyBody") }}
      header={(column) => t(`columns.${column}`)}
      figures={["consents", "connections", "needs"]}
      rows={page.rows.map((row) => ({ key: row.id, href: `${address}/${row.id}`, cells: cells(row) }))}
      next={page.next}
    />
  );
}

function useCells(): (row: InvestorRowView) => Record<InvestorColumn, ReactNode> {
  const t = useTranslations("investors");
  return (row) => ({
    investor: row.name ?? t("nameless"),
    email: row.email ? <bdi className="block min-w-32 [overflow-wrap:anywhere]">{row.email}</bdi> : "–",
    id: <code>{row.id}</code>,
    consents: row.consentsInForce,
    connections: row.connections,
    needs: row.needs > 0 ? <Badge tone="caution">{row.needs}</Badge> : 0,
    rights: row.rightsDueOn ? <Time iso={row.rightsDueOn} show="day" /> : "–",
    erasure: row.erasure ? (
      <Badge tone={row.erasure === "complete" ? "good" : "caution"}>{t(`erasures.${row.erasure}`)}</Badge>
    ) : (
      "–"
    ),
    state: (
      <Badge tone={row.isDisabled ? "neutral" : "good"}>
        {t(row.isDisabled ? "states.disabled" : "states.active")}
      </Badge>
    ),
  });
}
