import type { Locale } from "#lib/kernel/locale.ts";

export const exportKinds = ["holdings", "entries", "performance"] as const;
export type ExportKind = (typeof exportKinds)[number];

/** Kinds of file about one investor, and of a whole book. */
export type DocumentKind = ExportKind | "book";

export const exportForms = ["csv", "xlsx", "pdf"] as const;
export type ExportForm = (typeof exportForms)[number];

/** A day is `YYYY-MM-DD`, a time ISO 8601 in UTC, a decimal has a point and no exponent. */
export type CellType = "text" | "decimal" | "date" | "time";

/** A cell is a text in the form that its column's type has; `null` is what is not known or not applicable. */
export type Cells<Key extends string = string> = Readonly<Partial<Record<Key, string | null>>>;

export interface ExportColumn<Key extends string = string> {
  readonly key: Key;
  readonly title: string;
  readonly type: CellType;
  /** Its part of a printed line, against the others'; 0 where it is not printed. */
  readonly width: number;
  /** Decimals where it is shown to be read; as many as it has where this is not said. */
  readonly places?: number;
}

export interface ExportRow<Key extends string = string> {
  readonly cells: Cells<Key>;
  /** It says what the rows below are of, or what they come to. */
  readonly isStrong?: boolean;
}

export interface ExportTable<Key extends string = string> {
  readonly title: string;
  readonly columns: readonly ExportColumn<Key>[];
  /** Made while it is written, and no further than somebody reads. */
  readonly rows: AsyncIterable<ExportRow<Key>> | Iterable<ExportRow<Key>>;
}

/** What is not in a file, in words. */
export interface LeftOut {
  readonly term: string;
  readonly text: string;
}

/** What is handed out in a file, whichever kind of file that is. */
export interface ExportDocument {
  readonly locale: Locale;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly madeAt: Date;
  /** Whose it is, what it is reckoned in, by whose rates, and what the reader was not shown. */
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  /** The first one says everything in one; a form that has but one table has this. */
  readonly tables: readonly [ExportTable, ...ExportTable[]];
}
