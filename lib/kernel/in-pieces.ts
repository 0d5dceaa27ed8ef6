/** How many rows of a whole list are read at once. */
const size = 500;

/** Rows, and where to go on behind the last of them, if there is more. */
export interface Piece<Row, Place> {
  readonly rows: readonly Row[];
  readonly last: Place | null;
}

/** All rows of a list, each piece of them read behind the last row of the one before, for as long as somebody takes them. */
export async function* inPieces<Row, Place>(
  read: (after: Place | null, size: number) => Promise<Piece<Row, Place>>,
): AsyncGenerator<readonly Row[]> {
  let after: Place | null = null;
  do {
    const { rows, last }: Piece<Row, Place> = await read(after, size);
    yield rows;
    after = last;
  } while (after !== null);
}

/** The same, row by row. */
export async function* everyRow<Row, Place>(
  read: (after: Place | null, size: number) => Promise<Piece<Row, Place>>,
): AsyncGenerator<Row> {
  for await (const rows of inPieces(read)) yield* rows;
}
