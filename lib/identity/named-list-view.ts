/** A page of a list whose rows are about investors, with what only their own context knows of them. */
export interface NamedListView<Row, Filter extends string> {
  readonly rows: readonly Row[];
  readonly next: string | null;
  /** Of investors, by identifier. */
  readonly names: ReadonlyMap<string, { readonly name: string; readonly email: string }>;
  /** Filters that mean nothing: nothing is found by them. */
  readonly unusable: readonly Filter[];
  /** How many investors were looked at where more are called so; `null` where there are no more. */
  readonly cutAt: number | null;
}
