import { byteOrderMark, csvLine } from "#lib/files/csv.ts";
import { plainText } from "#lib/files/plain-text.ts";
import { slices } from "#lib/kernel/slices.ts";
import type { ExportDocument } from "./export-table.ts";

const pieceLength = 32 * 1024;

/** The first table as RFC 4180. Numbers, days and times are in the form that machines read, whatever the language. */
export async function* writeCsv({ tables: [table] }: ExportDocument): AsyncGenerator<string> {
  const pause = slices();
  let piece = byteOrderMark + csvLine(table.columns.map(({ title }) => title));
  // Whoever waits sees at once that it begins.
  yield piece;
  piece = "";
  for await (const { cells } of table.rows) {
    await pause();
    piece += csvLine(
      table.columns.map(({ key }) => {
        const cell = cells[key];
        return typeof cell === "string" ? plainText(cell) : null;
      }),
    );
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}
