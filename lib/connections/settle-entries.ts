import { AspspError } from "#lib/aspsp/failure.ts";

/** How to read an entry of a list that goes back in time. */
export interface EntryReader<Row> {
  /** What the list is called where it is wrong. */
  readonly call: string;
  /** The day by which it stands in a month; `null` for entries without one. */
  readonly dayOf: (row: Row) => string | null;
  readonly isBooked: (row: Row) => boolean;
  /** The bank's own name for it, the same at every reading. */
  readonly idOf: (row: Row) => string | null;
  /** Other names by which a booked entry is known to be what was pending. */
  readonly referenceOf: (row: Row) => string | null;
}

/**
 * One answer of a bank as the entries that it stands for, however often, on whatever pages and in whatever order it
 * named them. An entry with the bank's own identifier is one entry, and two different ones under one identifier are
 * no list. Entries of a statement have none: there, two that are equal in everything are two, because people do buy the
 * same coffee twice. A pending entry that the bank has booked under the same name is the booked one.
 */
export class SettledEntries<Row> {
  readonly #reader: EntryReader<Row>;
  readonly #rows: Row[] = [];
  readonly #seen = new Map<string, string>();
  readonly #booked = new Set<string>();

  constructor(reader: EntryReader<Row>) {
    this.#reader = reader;
  }

  add(row: Row): void {
    const { idOf, isBooked } = this.#reader;
    const id = idOf(row);
    if (id !== null && this.#isRepeated(`${isBooked(row)} ${id}`, JSON.stringify(row))) return;
    if (isBooked(row)) for (const name of this.#namesOf(row)) this.#booked.add(name);
    this.#rows.push(row);
  }

  rows(): readonly Row[] {
    const { isBooked } = this.#reader;
    return this.#rows.filter(
      (row) => isBooked(row) || !this.#namesOf(row).some((name) => this.#booked.has(name)),
    );
  }

  #isRepeated(name: string, content: string): boolean {
    const known = this.#seen.get(name);
    if (known !== undefined && known !== content)
      throw new AspspError("malformedAnswer", { call: this.#reader.call, at: "transactionId" });
    this.#seen.set(name, content);
    return known !== undefined;
  }

  #namesOf(row: Row): readonly string[] {
    const [id, reference] = [this.#reader.idOf(row), this.#reader.referenceOf(row)];
    return [...(id === null ? [] : [`id ${id}`]), ...(reference === null ? [] : [`reference ${reference}`])];
  }
}
