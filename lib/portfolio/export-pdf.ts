import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import { plainText } from "#lib/files/plain-text.ts";
import { translator } from "#lib/i18n/messages.ts";
import { formatDateTime, formatDecimal, formatRounded, formatShortDate } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { slices } from "#lib/kernel/slices.ts";
import type { ExportColumn, ExportDocument, ExportTable } from "./export-table.ts";
import { type Cell, Paper } from "./paper.ts";

/** A report on A4 for reading, in the reader's language, tagged for screen readers (PDF/UA), every page with its number. */
export async function* writePdf(document: ExportDocument): AsyncGenerator<Buffer> {
  const { locale, title, facts, madeAt } = document;
  const t = translator(locale, "wealthExport");
  const options = {
    size: "A4",
    layout: "landscape",
    margin: 0,
    lang: locale,
    pdfVersion: "1.7",
    // The library knows PDF/UA; its types name PDF/A alone.
    subset: "PDF/UA" as "PDF/A-3a",
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    info: { Title: title, CreationDate: madeAt },
  } as const;
  const pdf = new PDFDocument(options);
  const bytes = buffer(pdf);
  const paper = new Paper(pdf);
  paper.heading("H1", title);
  for (const fact of facts) paper.paragraph(t("said", fact));
  const pause = slices();
  for (const table of document.tables) {
    const columns = table.columns.filter(({ width }) => width > 0);
    const rows = paper.table(table.title, columns.map(headOf));
    for await (const { cells, isStrong = false } of table.rows) {
      await pause();
      rows.add(
        columns.map((column) => cellOf(column, cells[column.key] ?? null, locale)),
        isStrong,
      );
    }
    rows.end();
  }
  paper.end((page, pages) => t("page", { page, pages }));
  pdf.end();
  yield await bytes;
}

const headOf = ({ title, type, width }: ExportTable["columns"][number]) => ({
  text: title,
  width,
  isNumber: type === "decimal",
});

function cellOf({ type, places }: ExportColumn, cell: string | null, locale: Locale): Cell {
  return { text: cell === null ? "" : shown(cell), isNumber: type === "decimal" };

  function shown(told: string): string {
    switch (type) {
      case "text":
        return plainText(told);
      case "decimal":
        return places === undefined ? formatDecimal(locale, told) : formatRounded(locale, told, places);
      case "date":
        return formatShortDate(locale, told);
      case "time":
        return told.length === 10 ? formatShortDate(locale, told) : formatDateTime(locale, told);
    }
  }
}
