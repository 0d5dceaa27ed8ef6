export type Cell = string | number | boolean | null;

/**
 * What a spreadsheet would take for a formula (ASVS 5.0.0, V1.2.10): a sign at the start, or behind what some program
 * divides cells by, with blanks or quotes before it. Texts come from banks, and so from strangers. A number is what it
 * is: a debit keeps its sign and nothing before it.
 */
const formula =
  /(^|[;|\t\r\n])(?=[^\S\t\r\n]*(?:"[^\S\t\r\n]*)*[=+\-@＝＋－＠])(?!-?\d+(?:\.\d+)?(?:$|[;|\t\r\n]))/gu;
const number = /^-?\d+(\.\d+)?$/;

/**
 * One line of RFC 4180, with its line break. Each text is quoted, so that it stays one cell, and has an apostrophe
 * before whatever a spreadsheet would calculate; what is not known is empty.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** Tells programs that open it by a click that the letters are UTF-8. */
export const byteOrderMark = "\ufeff";

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string" || number.test(cell)) return String(cell);
  return `"${cell.replace(formula, "$1'").replaceAll('"', '""')}"`;
}
