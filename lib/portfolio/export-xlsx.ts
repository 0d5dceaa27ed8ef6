import { plainText } from "#lib/files/plain-text.ts";
import { streamZip } from "#lib/files/zip-stream.ts";
import { translator } from "#lib/i18n/messages.ts";
import { exact } from "#lib/kernel/decimal.ts";
import { slices } from "#lib/kernel/slices.ts";
import type { ExportColumn, ExportDocument, ExportRow, ExportTable } from "./export-table.ts";
import {
  columnName,
  contentTypes,
  rels,
  sheetNames,
  styleOf,
  styles,
  workbook,
  workbookRels,
  xml,
} from "./xlsx-parts.ts";

const mostRows = 1_048_576;
const dayMs = 86_400_000;
/** The day number of 1970-01-01 in a workbook. */
const epochDay = 25_569;
/** Workbooks count a 29 February 1900; before it, days would be another one. */
const firstDay = "1900-03-01";
const pieceLength = 32 * 1024;

/**
 * An Office Open XML workbook (ECMA-376), one sheet for each table and one that says what it is. Texts stand in their
 * cells as texts and there is no formula in it. A number that a spreadsheet would round stands beside itself as a text,
 * digit for digit.
 */
export async function* writeXlsx(document: ExportDocument): AsyncGenerator<Buffer> {
  const t = translator(document.locale, "wealthExport");
  const tables = [...document.tables.map((table) => withExact(table, t("column.exact"))), about(document, t)];
  const names = sheetNames(tables.map(({ title }) => title));
  yield* streamZip(document.madeAt, [
    { name: "[Content_Types].xml", content: [contentTypes(tables.length)] },
    { name: "_rels/.rels", content: [rels] },
    { name: "xl/workbook.xml", content: [workbook(names)] },
    { name: "xl/_rels/workbook.xml.rels", content: [workbookRels(tables.length)] },
    { name: "xl/styles.xml", content: [styles] },
    ...tables.map((table, at) => ({ name: `xl/worksheets/sheet${at + 1}.xml`, content: sheet(table) })),
  ]);
}

type Words = ReturnType<typeof translator<"wealthExport">>;

function about({ title, facts }: ExportDocument, t: Words): ExportTable {
  return {
    title: t("about"),
    columns: [
      { key: "term", title, type: "text", width: 1 },
      { key: "text", title: "", type: "text", width: 3 },
    ],
    rows: facts.map((cells) => ({ cells: { ...cells } })),
  };
}

/** With a column more that holds, digit for digit, whatever a spreadsheet's numbers cannot. */
function withExact(table: ExportTable, title: string): ExportTable {
  const decimals = table.columns.filter(({ type }) => type === "decimal");
  if (decimals.length === 0) return table;
  const exactly = ({ cells }: ExportRow): string | null => {
    const told = decimals.flatMap((column) => {
      const cell = cells[column.key];
      return typeof cell === "string" && !isHeld(cell) ? [`${column.title}: ${cell}`] : [];
    });
    return told.length === 0 ? null : told.join("; ");
  };
  async function* rows(): AsyncGenerator<ExportRow> {
    for await (const row of table.rows) yield { ...row, cells: { ...row.cells, exact: exactly(row) } };
  }
  return {
    ...table,
    columns: [...table.columns, { key: "exact", title, type: "text", width: 0 }],
    rows: rows(),
  };
}

const isDecimal = /^-?\d+(\.\d+)?$/;

/** Whether a double says the same number. */
const isHeld = (decimal: string): boolean =>
  isDecimal.test(decimal) &&
  Number.isFinite(Number(decimal)) &&
  exact(String(Number(decimal))).equals(exact(decimal));

async function* sheet({ columns, rows }: ExportTable): AsyncGenerator<string> {
  const pause = slices();
  const widths = columns.map(
    ({ type }, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${type === "text" ? 28 : 18}" customWidth="1"/>`,
  );
  let piece = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>`;
  piece += rowOf(
    1,
    columns.map(({ title }, at) => textCell(at, 1, title, "strong")),
  );
  let number = 1;
  for await (const { cells, isStrong = false } of rows) {
    await pause();
    number++;
    if (number > mostRows) throw new RangeError("too many rows for a sheet");
    const line = number;
    const drawn = columns.map((column, at) =>
      cellOf({ column, at, line, isStrong }, cells[column.key] ?? null),
    );
    piece += rowOf(line, drawn);
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}</sheetData></worksheet>`;
}

const rowOf = (line: number, cells: readonly string[]): string => `<row r="${line}">${cells.join("")}</row>`;

interface Place {
  readonly column: ExportColumn;
  readonly at: number;
  readonly line: number;
  readonly isStrong: boolean;
}

/** What is not in its column's form is a text, and so is a day from before the days that workbooks count rightly. */
function cellOf({ column, at, line, isStrong }: Place, cell: string | null): string {
  if (cell === null) return "";
  const { type, places } = column;
  const number = numberOf(type, cell);
  if (number === null) return textCell(at, line, cell, isStrong ? "strong" : "text");
  const style =
    type === "decimal" ? (places === 0 ? "whole" : places === undefined ? "number" : "money") : type;
  return `<c r="${columnName(at)}${line}" s="${styleOf(style)}"><v>${number}</v></c>`;
}

function numberOf(type: ExportColumn["type"], cell: string): string | null {
  if (type === "decimal") return isDecimal.test(cell) ? cell : null;
  if (type === "text" || cell < firstDay) return null;
  const at = Date.parse(cell);
  if (Number.isNaN(at)) return null;
  return type === "date" ? String(at / dayMs + epochDay) : (at / dayMs + epochDay).toFixed(6);
}

const textCell = (at: number, line: number, text: string, style: "text" | "strong"): string =>
  `<c r="${columnName(at)}${line}" s="${styleOf(style)}" t="inlineStr"><is><t xml:space="preserve">${xml(plainText(text))}</t></is></c>`;
