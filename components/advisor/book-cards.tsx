import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { ClientStanding } from "#components/clients/client-standing.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { BookView } from "#lib/portfolio/book-view.ts";
import { LastUpdate, NotShared, Reading, Todos } from "./book-cells.tsx";
import { BookChange, BookValue } from "./book-value.tsx";

/** The same clients where there is no room for a table: a card each. */
export function BookCards({ book: { rows } }: { readonly book: BookView }) {
  const t = useTranslations("book.columns");
  const clients = useTranslations("clients");
  return (
    <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
      {rows.map((row) => (
        <li key={row.id} className="space-y-2 px-4 py-4">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <h3 className="min-w-0 font-sans font-semibold [overflow-wrap:anywhere]">
              <TextLink href={`/advisor/clients/${row.id}`}>{row.name ?? clients("unnamed")}</TextLink>
            </h3>
            <div className="ms-auto flex flex-col items-end text-end font-semibold [&_details]:font-normal">
              <BookValue value={row.value} />
              <NotShared row={row} />
            </div>
          </div>
          <dl className="space-y-1 text-small">
            {row.value.kind === "known" ? (
              <Line name={t("change")}>
                <BookChange change={row.change} />
              </Line>
            ) : null}
            <Line name={t("updated")}>
              <LastUpdate row={row} />
            </Line>
            <Line name={t("consent")}>
              <ClientStanding consent={row.consent} />
            </Line>
            <Line name={t("reading")}>
              <Reading row={row} />
            </Line>
            {row.todos.length > 0 ? (
              <Line name={t("todos")}>
                <Todos row={row} />
              </Line>
            ) : null}
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5">
      <dt className="text-quiet">{name}</dt>
      <dd className="ms-auto text-end [&>span]:justify-end">{children}</dd>
    </div>
  );
}
