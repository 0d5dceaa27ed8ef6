import "server-only";

import type { Context } from "#lib/access/context.ts";
import type { Cell } from "#lib/files/csv.ts";
import { findInvestors, mostFound, readPeopleNames } from "#lib/identity/find-investors.ts";
import type { NamedListView } from "#lib/identity/named-list-view.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { type ListPlace, parseListPlace } from "#lib/kernel/list-place.ts";
import type { RowsPerPage } from "#lib/kernel/rows-per-page.ts";
import type { TableAsked } from "#lib/kernel/table-asked.ts";

type Filters<Filter extends string> = Readonly<Partial<Record<Filter, string>>>;

interface Whose {
  /** Nobody's where it is empty; `null` does not narrow. */
  readonly investorIds: readonly PersonId[] | null;
  readonly after: ListPlace | null;
}

/** A list of what investors have. Its own context knows them by identifier; their names are of `identity`. */
export interface InvestorsList<Row, Filter extends string, Criteria> {
  readonly filters: readonly Filter[];
  /** Filters that mean nothing. */
  readonly unusable: (filters: Filters<Filter>) => readonly Filter[];
  readonly criteriaOf: (filters: Filters<Filter>, whose: Whose) => Criteria;
  readonly read: (
    ctx: Context,
    criteria: Criteria,
    rows: RowsPerPage,
  ) => Promise<{ readonly rows: readonly Row[]; readonly next: string | null }>;
  /** All rows in pieces. What refuses them does so before there is a file. */
  readonly take: (
    ctx: Context,
    criteria: Criteria,
    narrowing: readonly Filter[],
  ) => Promise<AsyncIterable<readonly Row[]>>;
  readonly investorOf: (row: Row) => string;
}

type Asked<Column extends string, Filter extends string> = TableAsked<Column, Filter> & {
  readonly filters: { readonly investor?: string };
};

/** A page of it, as it is asked for. */
export async function listNamed<Row, Filter extends string, Criteria>(
  ctx: Context,
  list: InvestorsList<Row, Filter, Criteria>,
  asked: Asked<string, Filter>,
): Promise<NamedListView<Row, Filter>> {
  const { criteria, unusable, cutAt } = await whatIsMeant(ctx, list, asked, parseListPlace(asked.after));
  const { rows, next } = await list.read(ctx, criteria, asked.rows);
  return { rows, next, names: await namesOf(ctx, list, rows), unusable, cutAt };
}

/** All of it as the lines of a file, in the columns that are asked for. Whoever has no name left is an identifier there too. */
export async function linesNamed<Row, Column extends string, Filter extends string, Criteria>(
  ctx: Context,
  list: InvestorsList<Row, Filter, Criteria>,
  asked: Asked<Column, Filter>,
  cellsOf: (row: Row, investor: string) => Readonly<Record<Column, Cell>>,
): Promise<AsyncGenerator<readonly Cell[]>> {
  const { criteria } = await whatIsMeant(ctx, list, asked, null);
  const narrowing = list.filters.filter((name) => asked.filters[name] !== undefined);
  const pieces = await list.take(ctx, criteria, narrowing);
  async function* lines() {
    for await (const rows of pieces) {
      const names = await namesOf(ctx, list, rows);
      for (const row of rows) {
        const id = list.investorOf(row);
        const person = names.get(id);
        const cells = cellsOf(row, person ? `${person.name} <${person.email}>` : id);
        yield asked.columns.map((column) => cells[column]);
      }
    }
  }
  return lines();
}

/** With a filter that means nothing, nobody's are looked for. */
async function whatIsMeant<Row, Filter extends string, Criteria>(
  ctx: Context,
  { unusable: unusableOf, criteriaOf }: InvestorsList<Row, Filter, Criteria>,
  { filters }: Asked<string, Filter>,
  after: ListPlace | null,
) {
  const unusable = unusableOf(filters);
  if (unusable.length > 0) {
    return {
      criteria: criteriaOf({} as Filters<Filter>, { investorIds: [], after: null }),
      unusable,
      cutAt: null,
    };
  }
  const found = filters.investor === undefined ? null : await findInvestors(ctx, filters.investor);
  const criteria = criteriaOf(filters, { investorIds: found?.ids ?? null, after });
  return { criteria, unusable, cutAt: found?.isCut ? mostFound : null };
}

const namesOf = <Row>(ctx: Context, list: { investorOf: (row: Row) => string }, rows: readonly Row[]) =>
  readPeopleNames(ctx, rows.map(list.investorOf));
