import "server-only";

import { byteOrderMark, type Cell, csvLine } from "#lib/files/csv.ts";
import { fileResponse } from "./file-response.ts";

/**
 * A list of the console as CSV, made while it is read: `name` is the file's and names nobody. Cells are inert in a
 * spreadsheet (lib/files/csv.ts). Its head goes out with the first line, so that a list that is refused is no file.
 */
export function tableFile(
  name: string,
  header: readonly string[],
  lines: AsyncIterable<readonly Cell[]>,
): Promise<Response> {
  async function* pieces(): AsyncGenerator<string> {
    let head = byteOrderMark + csvLine(header);
    for await (const line of lines) {
      yield head + csvLine(line);
      head = "";
    }
    if (head !== "") yield head;
  }
  return fileResponse({ type: "text/csv; charset=utf-8", name: `licet-${name}.csv`, pieces: pieces() });
}
