import type { ReactNode } from "react";

export interface Column {
  readonly key: string;
  readonly header: ReactNode;
  /** Where the rows stand in the order of this column. */
  readonly sort?: "ascending" | "descending";
  /** Numbers, which stand one under the other by their last digit. */
  readonly isFigure?: boolean;
}

export interface Row {
  readonly key: string;
  /** One per column; the first names the row. */
  readonly cells: readonly ReactNode[];
}

export interface TableProps {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** So many columns, or such long ones, that it may have to scroll in a window of any width. */
  readonly isWide?: boolean;
}

/**
 * A dense table. Its header stays in sight; where the window is too narrow, it scrolls sideways in a region that
 * the keyboard reaches, and what names each row stays where it is.
 */
export function Table({ caption, columns, rows, isWide = false }: TableProps) {
  const cell = "h-9 px-3 py-1 align-middle first:ps-4 last:pe-4";
  const side = (column: Column | undefined) => (column?.isFigure ? "text-end" : "text-start");
  const named = "max-xl:sticky max-xl:start-0 max-xl:border-e max-xl:border-e-line bg-raised";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form.
    <div
      role="group"
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className={`relative rounded-edge border border-line bg-raised ${isWide ? "overflow-x-auto" : "max-xl:overflow-x-auto"}`}
    >
      <table className="w-full border-separate border-spacing-0 text-small">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.sort}
                className={`${cell} ${side(column)} ${isWide ? "min-w-28" : ""} sticky top-0 max-xl:whitespace-nowrap rounded-t-edge border-line-strong border-b bg-raised font-semibold ${at === 0 ? `z-20 ${named}` : "z-10"}`}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="[&:not(:last-child)>*]:border-line [&:not(:last-child)>*]:border-b">
              {row.cells.map((content, at) =>
                at === 0 ? (
                  <th
                    key={columns[at]?.key}
                    scope="row"
                    className={`${cell} ${side(columns[at])} ${named} z-10 min-w-36 font-medium [overflow-wrap:anywhere] [&_code]:[overflow-wrap:normal]`}
                  >
                    {content}
                  </th>
                ) : (
                  <td
                    key={columns[at]?.key}
                    className={`${cell} ${side(columns[at])} max-xl:whitespace-nowrap`}
                  >
                    {content}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
