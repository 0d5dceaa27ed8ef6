import "server-only";

import type { Context } from "#lib/access/context.ts";
import { criteriaOf, unusableFilters } from "#lib/consent/firm-list-criteria.ts";
import {
  type ConsentColumn,
  type ConsentFilter,
  type ConsentRowView,
  consentFilters,
} from "#lib/consent/firm-list-view.ts";
import {
  exportFirmConsents,
  listFirmAdvisorNames,
  listFirmConsents,
} from "#lib/consent/list-firm-consents.ts";
import type { PartyView } from "#lib/consent/view.ts";
import type { Cell } from "#lib/files/csv.ts";
import { findInvestors, type NamedPerson, readPeopleNames } from "#lib/identity/find-investors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { parseListPlace } from "#lib/kernel/list-place.ts";
import type { TableAsked } from "#lib/kernel/table-asked.ts";
import { institutions } from "./institutions.ts";

/** The firm's consents with the names of investors and banks, which no other context than theirs knows. */

type Asked = TableAsked<ConsentColumn, ConsentFilter>;

export interface ListedConsents {
  readonly rows: readonly ConsentRowView[];
  readonly next: string | null;
  readonly names: ReadonlyMap<string, NamedPerson>;
  /** Filters that mean nothing: nothing is found by them. */
  readonly unusable: readonly ConsentFilter[];
  /** More investors than these are called so. */
  readonly isCut: boolean;
}

export async function listConsentsOfFirm(ctx: Context, { filters, after }: Asked): Promise<ListedConsents> {
  const unusable = unusableFilters(filters);
  const { investorIds, isCut } = await investorsMeant(ctx, filters.investor);
  const criteria = whatIsMeant(filters, { investorIds, after: parseListPlace(after) });
  const { rows, next } = await listFirmConsents(ctx, criteria);
  return { rows, next, names: await namesOf(ctx, rows), unusable, isCut };
}

/** For a choice among them. */
export const listAdvisorsOfFirm = (ctx: Context): Promise<readonly PartyView[]> => listFirmAdvisorNames(ctx);

/** How each cell of a row reads in a file. */
export type ConsentCells = (
  row: ConsentRowView,
  investor: NamedPerson | undefined,
) => Readonly<Record<ConsentColumn, Cell>>;

/**
 * The same rows as lines, all pages of them. With a filter that means nothing there is none. What refuses it does so
 * before there is a file.
 */
export async function linesOfConsents(
  ctx: Context,
  { filters, columns }: Asked,
  cellsOf: ConsentCells,
): Promise<AsyncGenerator<readonly Cell[]>> {
  const { investorIds } = await investorsMeant(ctx, filters.investor);
  const criteria = whatIsMeant(filters, { investorIds, after: null });
  const named = consentFilters.filter((name) => filters[name] !== undefined);
  const pages = await exportFirmConsents(ctx, criteria, named);
  return lines(ctx, pages, (row, names) => {
    const cells = cellsOf(row, names.get(row.investorId));
    return columns.map((column) => cells[column]);
  });
}

async function* lines(
  ctx: Context,
  pages: AsyncIterable<readonly ConsentRowView[]>,
  lineOf: (row: ConsentRowView, names: ReadonlyMap<string, NamedPerson>) => readonly Cell[],
): AsyncGenerator<readonly Cell[]> {
  for await (const rows of pages) {
    const names = await namesOf(ctx, rows);
    for (const row of rows) yield lineOf(row, names);
  }
}

/** With a filter that means nothing, nobody's are looked for. */
const whatIsMeant: typeof criteriaOf = (filters, more) =>
  unusableFilters(filters).length === 0
    ? criteriaOf(filters, more)
    : criteriaOf({}, { investorIds: [], after: null });

export async function investorsMeant(
  ctx: Context,
  text: string | undefined,
): Promise<{ readonly investorIds: readonly PersonId[] | null; readonly isCut: boolean }> {
  if (text === undefined) return { investorIds: null, isCut: false };
  const { ids, isCut } = await findInvestors(ctx, text);
  return { investorIds: ids, isCut };
}

const namesOf = (ctx: Context, rows: readonly ConsentRowView[]) =>
  readPeopleNames(
    ctx,
    rows.map(({ investorId }) => investorId),
  );

/** What the operator calls a bank; `null` for one that is listed no more. */
export const bankNameOf = (institutionId: string): string | null =>
  institutions().get(institutionId)?.name ?? null;

/** Every bank of this installation by its identifier, in the order of their names. */
export const bankNames = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...institutions().entries()]
      .map(([id, { name }]) => [id, name] as const)
      .toSorted(([, a], [, b]) => a.localeCompare(b)),
  );
