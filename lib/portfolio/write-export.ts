import { writeCsv } from "./export-csv.ts";
import { writePdf } from "./export-pdf.ts";
import type { ExportDocument, ExportForm } from "./export-table.ts";
import { writeXlsx } from "./export-xlsx.ts";

const types: Readonly<Record<ExportForm, string>> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
};

const writers = { csv: writeCsv, xlsx: writeXlsx, pdf: writePdf };

export interface ExportFile {
  readonly type: string;
  /** It names nobody: file names stand in lists that others read. */
  readonly name: string;
  readonly pieces: AsyncGenerator<string | Buffer>;
}

/** The same figures in a form of file, made while they are read. */
export function writeExport(document: ExportDocument, form: ExportForm): ExportFile {
  const day = document.madeAt.toISOString().slice(0, 10);
  return {
    type: types[form],
    name: `licet-${document.kind}-${day}.${form}`,
    pieces: writers[form](document),
  };
}
