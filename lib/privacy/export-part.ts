import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import type { Cell } from "#lib/files/csv.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";

export type Json = Cell | readonly Json[] | { readonly [name: string]: Json };
export type Row = Readonly<Record<string, Json>>;

/** What an export is made from: everything is read as its person, so it holds what they may see and nothing else. */
export interface Source {
  readonly ctx: Context<PersonActor>;
  readonly keys: RecordKeys;
  /** The name of the audit log, which proofs in receipts are of. */
  readonly auditOrigin: string;
  readonly bankName: (institutionId: string) => string | null;
  /** Which periods are known of which account. Parts that read bank data note them, the part `periods` tells them. */
  readonly periods: Row[];
}

/** A row, and the file of its own that goes with it. */
export interface Item {
  readonly row: Row;
  readonly file?: { readonly name: string; readonly content: string };
}

/** One list of the document and one table beside it, under the same name. */
export interface ExportPart {
  readonly name: string;
  /** The table's columns, in order. A row has these and no others. */
  readonly columns: readonly string[];
  readonly read: (source: Source) => AsyncIterable<Item>;
}

/** Lists stand in one cell; what is nested deeper stands there as JSON, and whole in the document. */
export function cellOf(value: Json | undefined): Cell {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map((one) => String(cellOf(one) ?? "")).join("; ");
  return typeof value === "object" ? JSON.stringify(value) : (value as Cell);
}
