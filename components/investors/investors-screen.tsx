import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { ConsoleTable } from "#components/console-table/console-table.tsx";
import { TableFilter } from "#components/console-table/table-filter.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import {
  type InvestorColumn,
  type InvestorFilter,
  type InvestorPageView,
  type InvestorRowView,
  investorColumns,
  investorListShape,
  investorMatters,
} from "#lib/investors/view.ts";
import type { TableAsked } from "#lib/kernel/table-asked.ts";

export interface InvestorsScreenProps {
  readonly page: InvestorPageView;
  readonly asked: TableAsked<InvestorColumn, InvestorFilter>;
}

/** The firm's investors, to be found by name, address or identifier. */
export function InvestorsScreen({ page, asked }: InvestorsScreenProps) {
  const t = useTranslations("investors");
  const address = "/console/investors";
  const list = { address, shape: investorListShape, asked };
  const cells = useCells();
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <p>
        <TextLink href="/console/investors/rights">{t("register")}</TextLink>
      </p>
      <TableFilter {...list}>
        <Field
          id="investors-q"
          name="q"
          type="search"
          label={t("search")}
          defaultValue={asked.filters.q}
          maxLength={200}
          autoComplete="off"
        />
        <SelectField
          id="investors-about"
          name="about"
          label={t("about")}
          defaultValue={asked.filters.about ?? ""}
          options={[
            { value: "", label: t("abouts.all") },
            ...investorMatters.map((value) => ({ value, label: t(`abouts.${value}`) })),
          ]}
        />
      </TableFilter>
      {page.rows.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>
          <p>{t("emptyBody")}</p>
        </EmptyState>
      ) : (
        <ConsoleTable
          {...list}
          caption={t("title")}
          headers={
            Object.fromEntries(investorColumns.map((key) => [key, t(`columns.${key}`)])) as Record<
              InvestorColumn,
              string
            >
          }
          rows={page.rows.map((row) => ({ key: row.id, href: `${address}/${row.id}`, cells: cells(row) }))}
          next={page.next}
          fileAddress={`${address}/export`}
        />
      )}
    </div>
  );
}

function useCells(): (row: InvestorRowView) => Record<InvestorColumn, ReactNode> {
  const t = useTranslations("investors");
  return (row) => ({
    investor: row.name ?? t("nameless"),
    email: row.email ?? "–",
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
