import type { TableAsked, TableShape } from "#lib/kernel/table-asked.ts";

/** A long list as its page's address asks for it. */
export interface ListPage<Column extends string, Filter extends string> {
  /** The path of the page that it stands on. */
  readonly address: string;
  readonly shape: TableShape<Column, Filter>;
  readonly asked: TableAsked<Column, Filter>;
}
