import "server-only";

import type { Context } from "#lib/access/context.ts";
import type { Cell } from "#lib/files/csv.ts";
import { type NamedPerson, readPeopleNames } from "#lib/identity/find-investors.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { parseListPlace } from "#lib/kernel/list-place.ts";
import type { TableAsked } from "#lib/kernel/table-asked.ts";
import { criteriaOf, unusableFilters } from "#lib/vault/firm-list-criteria.ts";
import {
  type CredentialColumn,
  type CredentialFileView,
  type CredentialFilter,
  type CredentialRowView,
  credentialFilters,
} from "#lib/vault/firm-list-view.ts";
import { exportFirmCredentials, listFirmCredentials } from "#lib/vault/list-firm-credentials.ts";
import { readCredentialFile } from "#lib/vault/read-credential-file.ts";
import { investorsMeant } from "./console-consents.ts";
import { pools } from "./pools.ts";

/** The firm's credentials with the names of investors, which the vault does not know. */

type Asked = TableAsked<CredentialColumn, CredentialFilter>;

export interface ListedCredentials {
  readonly rows: readonly CredentialRowView[];
  readonly next: string | null;
  readonly names: ReadonlyMap<string, NamedPerson>;
  /** Filters that mean nothing: nothing is found by them. */
  readonly unusable: readonly CredentialFilter[];
  /** More investors than these are called so. */
  readonly isCut: boolean;
}

export async function listCredentialsOfFirm(
  ctx: Context,
  { filters, after }: Asked,
): Promise<ListedCredentials> {
  const unusable = unusableFilters(filters);
  const { investorIds, isCut } = await investorsMeant(ctx, filters.investor);
  const criteria = whatIsMeant(filters, { personIds: investorIds, after: parseListPlace(after) });
  const { rows, next } = await listFirmCredentials(ctx, pools().key, criteria);
  return { rows, next, names: await namesOf(ctx, rows), unusable, isCut };
}

/** How each cell of a row reads in a file. */
export type CredentialCells = (
  row: CredentialRowView,
  investor: NamedPerson | undefined,
) => Readonly<Record<CredentialColumn, Cell>>;

/**
 * The same rows as lines, all pages of them. With a filter that means nothing there is none. What refuses it does so
 * before there is a file.
 */
export async function linesOfCredentials(
  ctx: Context,
  { filters, columns }: Asked,
  cellsOf: CredentialCells,
): Promise<AsyncGenerator<readonly Cell[]>> {
  const { investorIds } = await investorsMeant(ctx, filters.investor);
  const criteria = whatIsMeant(filters, { personIds: investorIds, after: null });
  const named = credentialFilters.filter((name) => filters[name] !== undefined);
  const pages = await exportFirmCredentials(ctx, pools().key, criteria, named);
  return lines(ctx, pages, (row, names) => {
    const cells = cellsOf(row, names.get(row.personId));
    return columns.map((column) => cells[column]);
  });
}

async function* lines(
  ctx: Context,
  pages: AsyncIterable<readonly CredentialRowView[]>,
  lineOf: (row: CredentialRowView, names: ReadonlyMap<string, NamedPerson>) => readonly Cell[],
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
    : criteriaOf({}, { personIds: [], after: null });

export interface ReadCredential extends CredentialFileView {
  readonly investor: NamedPerson | undefined;
}

export async function readCredentialOfFirm(
  ctx: Context,
  credentialId: CredentialId,
): Promise<ReadCredential> {
  const file = await readCredentialFile(ctx, pools().key, credentialId);
  const { personId } = file.credential;
  return { ...file, investor: (await readPeopleNames(ctx, [personId])).get(personId) };
}

const namesOf = (ctx: Context, rows: readonly CredentialRowView[]) =>
  readPeopleNames(
    ctx,
    rows.map(({ personId }) => personId),
  );
