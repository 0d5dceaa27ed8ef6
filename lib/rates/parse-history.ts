import type { Currency } from "#lib/kernel/money.ts";
import { slices } from "#lib/kernel/slices.ts";
import { inOrder, type Publication, publicationOf, RateFileError } from "./publication.ts";

const mostDays = 20_000;
const mostCurrencies = 200;
/** How the publisher writes that a currency has no rate on a day. */
const none = ["N/A", ""];

/**
 * The publisher's table of all days (`eurofxref-hist.csv`): a column for each currency, a line for each day, the newest
 * first. Whatever is not of this form is refused whole: half a table of rates is none. The oldest comes first here. Others are served while it
 * is read.
 */
export async function parseHistory(text: string): Promise<readonly Publication[]> {
  const [head = "", ...lines] = text.trimEnd().split("\n");
  const columns = columnsOf(head);
  if (lines.length === 0) throw new RateFileError("empty");
  if (lines.length > mostDays) throw new RateFileError("tooLarge");
  const publications: Publication[] = [];
  const pause = slices();
  for (const line of lines) {
    const publication = publicationIn(line, columns);
    if (publication.day >= (publications.at(-1)?.day ?? "9")) throw new RateFileError("order");
    publications.push(publication);
    await pause();
  }
  return publications.reverse();
}

interface Column {
  readonly currency: Currency;
  readonly place: number;
}

/** In the order of the alphabet, whatever order the file has them in. */
function columnsOf(head: string): readonly Column[] {
  const [first, ...currencies] = cellsOf(head);
  if (first !== "Date" || currencies.length === 0 || currencies.length > mostCurrencies)
    throw new RateFileError("form");
  return inOrder(currencies).map((currency) => ({ currency, place: currencies.indexOf(currency) }));
}

function publicationIn(line: string, columns: readonly Column[]): Publication {
  const [day = "", ...cells] = cellsOf(line);
  if (cells.length !== columns.length) throw new RateFileError("form");
  const told = columns.filter(({ place }) => !none.includes(cells[place] as string));
  return publicationOf(
    day,
    told.map(({ currency }) => currency),
    told.map(({ place }) => cells[place] as string),
  );
}

/** Each line ends with a comma, behind which there is nothing. */
const cellsOf = (line: string): string[] =>
  line
    .replace(/,\s*$/, "")
    .split(",")
    .map((cell) => cell.trim());
