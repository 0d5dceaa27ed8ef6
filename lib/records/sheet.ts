import { RecordsError } from "./records-error.ts";

/** What the cells of one column may hold. */
export interface Column<T> {
  readonly isOptional: boolean;
  readonly holds: (cell: unknown) => cell is T;
}

type Columns = Readonly<Record<string, Column<string | null>>>;
export type RowOf<C extends Columns> = {
  readonly [Name in keyof C]: C[Name] extends Column<infer T> ? T : never;
};

/** Records of one kind as bytes and back. */
export interface Sheet<Row> {
  /** Their names, in order. */
  readonly columns: readonly string[];
  encode(rows: readonly Row[]): Buffer;
  decode(bytes: Buffer): readonly Row[];
}

const matching = (pattern: RegExp): Column<string> => ({
  isOptional: false,
  holds: (cell): cell is string => typeof cell === "string" && pattern.test(cell),
});

export const text: Column<string> = matching(/^[\s\S]{1,4000}$/);
/** A decimal number as the bank wrote it, never a float. */
export const decimal: Column<string> = matching(/^-?\d{1,30}(\.\d{1,30})?$/);
export const day: Column<string> = matching(/^\d{4}-\d{2}-\d{2}$/);
/** ISO 4217. */
export const currency: Column<string> = matching(/^[A-Z]{3}$/);

export function oneOf<const Value extends string>(values: readonly Value[]): Column<Value> {
  return { isOptional: false, holds: (cell): cell is Value => values.some((value) => value === cell) };
}

/** `null` says that the bank did not tell, which is another thing than nothing or zero. */
export function optional<T>({ holds }: Column<T>): Column<T | null> {
  return { isOptional: true, holds: (cell): cell is T | null => cell === null || holds(cell) };
}

const format = 1;
const bucketBytes = 256;
const mostRows = 1_000_000;

/**
 * Columns as JSON: each is the list of its cells, or one text where all cells are the same; a column of nothing but
 * `null` is left out. No rows means that the bank said there are none. Spaces fill it up to whole buckets, so that
 * the digits of a balance do not show in the length.
 */
export function sheet<C extends Columns>(columns: C): Sheet<RowOf<C>> {
  const names = Object.keys(columns);
  return {
    columns: names,
    encode(typed) {
      const rows = typed as readonly Readonly<Record<string, string | null>>[];
      if (!rows.every((row) => Object.keys(row).every((name) => Object.hasOwn(columns, name)))) {
        throw new RecordsError("malformedContent");
      }
      const filled: Record<string, string | (string | null)[]> = {};
      for (const name of names) {
        const cells = rows.map((row) => row[name] ?? null);
        if (!cells.every(columns[name]?.holds ?? never)) throw new RecordsError("malformedContent");
        if (cells.some((cell) => cell !== null)) filled[name] = folded(cells);
      }
      return padded(JSON.stringify({ format, rows: rows.length, columns: filled }));
    },
    decode(bytes) {
      const { rows, columns: filled } = parse(bytes);
      if (!Object.keys(filled).every((name) => Object.hasOwn(columns, name))) {
        throw new RecordsError("malformedContent");
      }
      const cells = names.map((name) => unfolded(filled[name], rows, columns[name] as Column<unknown>));
      return Array.from({ length: rows }, (_, at) => {
        const row: Record<string, unknown> = {};
        for (let column = 0; column < names.length; column++) {
          row[names[column] as string] = cells[column]?.[at];
        }
        return row as RowOf<C>;
      });
    },
  };
}

const never = () => false;

/** A constant column of many rows is one text. */
function folded(cells: (string | null)[]): string | (string | null)[] {
  const [first] = cells;
  return typeof first === "string" && cells.every((cell) => cell === first) ? first : cells;
}

function unfolded(found: unknown, rows: number, { holds, isOptional }: Column<unknown>): readonly unknown[] {
  if (found === undefined && (isOptional || rows === 0)) return new Array(rows).fill(null);
  const cells = Array.isArray(found) ? found : new Array(rows).fill(found);
  if (cells.length !== rows || !cells.every(holds)) throw new RecordsError("malformedContent");
  return cells;
}

function parse(bytes: Buffer): { rows: number; columns: Readonly<Record<string, unknown>> } {
  const found = parseJson(bytes);
  if (typeof found !== "object" || found === null) throw new RecordsError("malformedContent");
  const { format: given, rows, columns, ...more } = found as Record<string, unknown>;
  const isSheet =
    given === format &&
    Number.isInteger(rows) &&
    (rows as number) >= 0 &&
    (rows as number) <= mostRows &&
    typeof columns === "object" &&
    columns !== null &&
    Object.keys(more).length === 0;
  if (!isSheet) throw new RecordsError("malformedContent");
  return { rows: rows as number, columns: columns as Record<string, unknown> };
}

/** Not the cause of what fails: a parser's message quotes what it read. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new RecordsError("malformedContent");
  }
}

/** JSON takes spaces at its end. */
export function padded(json: string): Buffer {
  const length = Buffer.byteLength(json, "utf8");
  const bytes = Buffer.alloc(Math.ceil(length / bucketBytes) * bucketBytes, " ");
  bytes.write(json, "utf8");
  return bytes;
}
