import type { ReactNode } from "react";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { ConsoleTable, type ConsoleTableProps } from "./console-table.tsx";
import { type FilterField, TableFilter } from "./table-filter.tsx";

export interface ConsoleListProps<Column extends string, Filter extends string>
  extends ConsoleTableProps<Column, Filter> {
  readonly intro: string;
  /** By what it can be narrowed; none where there is nothing to narrow. */
  readonly fields: readonly FilterField<Filter>[];
  /** What is said where there is no row; `null` where that would be no answer to what was asked. */
  readonly empty: { readonly title: string; readonly body: string } | null;
  /** Between the heading and the form. */
  readonly lead?: ReactNode;
  /** Between the form and the rows. */
  readonly children?: ReactNode;
}

/** A long list of the console with all that belongs to it. What differs from list to list is handed in. */
export function ConsoleList<Column extends string, Filter extends string>(
  props: ConsoleListProps<Column, Filter>,
) {
  const { intro, fields, empty, lead, children, ...table } = props;
  const { title, address, shape, asked, rows } = table;
  return (
    <div className="space-y-6">
      <PageHeading title={title}>
        <p>{intro}</p>
      </PageHeading>
      {lead}
      {fields.length > 0 ? (
        <TableFilter address={address} shape={shape} asked={asked} fields={fields} />
      ) : null}
      {children}
      {rows.length > 0 || asked.after !== null ? <ConsoleTable {...table} /> : null}
      {rows.length === 0 && asked.after === null && empty !== null ? (
        <EmptyState title={empty.title}>
          <p>{empty.body}</p>
        </EmptyState>
      ) : null}
    </div>
  );
}
