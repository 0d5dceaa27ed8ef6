import type { Currency } from "#lib/kernel/money.ts";
import { inOrder, type Publication, publicationOf, RateFileError } from "./publication.ts";

const mostCharacters = 64 * 1024;
const day = /<Cube\s+time=(['"])([^'"<>]{1,30})\1\s*>/y;
const rate = /<Cube\s+currency=(['"])([^'"<>]{1,10})\1\s+rate=(['"])([^'"<>]{1,30})\3\s*\/>/y;
const space = /\s*/y;

/**
 * The newest day as the publisher gives it by itself (`eurofxref-daily.xml`): one element that holds a day, and in it one
 * for each currency. Nothing but these may stand there; of the envelope only the sender's name is more, and is not read.
 */
export function parseDaily(text: string): Publication {
  if (text.length > mostCharacters) throw new RateFileError("tooLarge");
  // Declarations, comments and sections could hide what stands there.
  const begin = text.indexOf("<Cube>");
  if (begin < 0 || text.includes("<!")) throw new RateFileError("form");
  const read = readerAt(text, begin + "<Cube>".length);
  const time = read(day)?.[2] ?? refuse();
  const told: [Currency, string][] = [];
  for (let one = read(rate); one; one = read(rate)) told.push([one[2] as string, one[4] as string]);
  for (const end of [/<\/Cube>/y, /<\/Cube>/y, /<\/gesmes:Envelope>/y, /$/y]) if (!read(end)) refuse();
  const currencies = inOrder(told.map(([currency]) => currency));
  const rates = new Map(told);
  return publicationOf(
    time,
    currencies,
    currencies.map((currency) => rates.get(currency) as string),
  );
}

/** Reads one piece after the other, each where the last one ended and with space between them. */
function readerAt(text: string, from: number): (piece: RegExp) => RegExpExecArray | null {
  let at = from;
  const take = (piece: RegExp): RegExpExecArray | null => {
    piece.lastIndex = at;
    const found = piece.exec(text);
    if (found) at = piece.lastIndex;
    return found;
  };
  return (piece) => {
    take(space);
    return take(piece);
  };
}

function refuse(): never {
  throw new RateFileError("form");
}
