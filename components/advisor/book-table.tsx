import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { ClientStanding } from "#components/clients/client-standing.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { type BookAsked, type BookColumn, type BookView, bookColumns } from "#lib/portfolio/book-view.ts";
import { LastUpdate, NotShared, Reading, Todos } from "./book-cells.tsx";
import { bookPath } from "./book-path.ts";
import { BookChange, BookValue } from "./book-value.tsx";

const figures: readonly BookColumn[] = ["value", "change"];

/** The clients of one page, a line each. A column's name puts the list in its order, and once more the other way. */
export function BookTable({ book: { asked, rows } }: { readonly book: BookView }) {
  const clients = useTranslations("clients");
  const advisor = useTranslations("advisor");
  return (
    <Table
      caption={advisor("title")}
      columns={bookColumns.map((key) => ({
        key,
        header: <Sorter column={key} asked={asked} isEnd={figures.includes(key)} />,
        ...(asked.sort === key
          ? { sort: asked.isDescending ? ("descending" as const) : ("ascending" as const) }
          : {}),
      }))}
      rows={rows.map((row) => ({
        key: row.id,
        cells: [
          <TextLink key="name" href={`/advisor/clients/${row.id}`}>
            {row.name ?? clients("unnamed")}
          </TextLink>,
          <AtEnd key="value">
            <BookValue value={row.value} />
            <NotShared row={row} />
          </AtEnd>,
          <AtEnd key="change">{row.value.kind === "known" ? <BookChange change={row.change} /> : "–"}</AtEnd>,
          <LastUpdate key="updated" row={row} />,
          <ClientStanding key="consent" consent={row.consent} />,
          <Reading key="reading" row={row} />,
          <Todos key="todos" row={row} />,
        ],
      }))}
    />
  );
}

interface SorterProps {
  readonly column: BookColumn;
  readonly asked: BookAsked;
  readonly isEnd: boolean;
}

function AtEnd({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-col items-end text-end">{children}</div>;
}

/** Leads to the same list in the order of its column: figures from the largest down, and again the other way. */
function Sorter({ column, asked, isEnd }: SorterProps) {
  const t = useTranslations("book");
  const name = t(`columns.${column}`);
  const isChosen = asked.sort === column;
  const isDescending = isChosen ? !asked.isDescending : figures.includes(column);
  const Arrow = asked.isDescending ? ArrowDown : ArrowUp;
  return (
    <Link
      href={bookPath(asked, { sort: column, isDescending })}
      scroll={false}
      title={t("sortBy", { column: name })}
      className={`flex min-h-7 items-center gap-1 underline decoration-line-strong underline-offset-4 hover:decoration-ink ${isEnd ? "justify-end" : ""}`}
    >
      {name}
      {isChosen ? <Arrow aria-hidden="true" className="size-4 shrink-0" /> : null}
    </Link>
  );
}
