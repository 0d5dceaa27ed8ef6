import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { idsNarrowedTo, tellNarrowed } from "#lib/audit/narrowed.ts";
import { readLastOpenings } from "#lib/audit/read-openings.ts";
import type { Database } from "#lib/db/database.ts";
import { inPieces } from "#lib/kernel/in-pieces.ts";
import { type ListPlace, writeListPlace } from "#lib/kernel/list-place.ts";
import { cutPage, type RowsPerPage, usualRows } from "#lib/kernel/rows-per-page.ts";
import { credentialListExported } from "./audit-events.ts";
import { credentialFilterIds, credentialsNarrowedTo, type FirmCriteria } from "./firm-list-criteria.ts";
import { countOfFirm, listOfFirm } from "./firm-list-repository.ts";
import type { CredentialFilter, CredentialListView, CredentialRowView } from "./firm-list-view.ts";
import { readKeyVersions } from "./key-versions.ts";
import { toCredentialRow } from "./to-credential-row.ts";

/**
 * One page of all of the firm's credentials, the newest first: which there are, how they are locked, what opened them last.
 * Narrowed to one person it is a look at what is theirs, and before anything is read there is an entry of it.
 */
export async function listFirmCredentials(
  ctx: Context,
  keyDatabase: Database,
  criteria: FirmCriteria,
  size: RowsPerPage = usualRows,
): Promise<CredentialListView> {
  requirePermission(ctx, "credential.oversee");
  await inSearchTransaction(ctx, (tx) => tellNarrowed(tx, ctx, credentialsNarrowedTo(criteria)));
  const { rows, last } = await readRows(ctx, keyDatabase, criteria, size);
  return { rows, next: last && writeListPlace(last) };
}

/**
 * The same as a file, all pages of it. It needs a fresh proof of who asks, and before the first line leaves there is an
 * entry that says which filters it was asked with, whom they named, and how many lines it was to have.
 */
export async function exportFirmCredentials(
  ctx: Context,
  keyDatabase: Database,
  criteria: FirmCriteria,
  filters: readonly CredentialFilter[],
): Promise<AsyncGenerator<readonly CredentialRowView[]>> {
  requirePermission(ctx, "credential.oversee");
  requireFreshAuthentication(ctx);
  await inSearchTransaction(ctx, async (tx) => {
    const count = await countOfFirm(tx, criteria);
    const ids = idsNarrowedTo(credentialFilterIds(criteria));
    await appendAudit(tx, ctx, credentialListExported({ filters: [...filters], ids, count }));
  });
  return inPieces((after: ListPlace | null, size) =>
    readRows(ctx, keyDatabase, { ...criteria, after }, size),
  );
}

/** With where to go on, if there is more. */
async function readRows(ctx: Context, keyDatabase: Database, criteria: FirmCriteria, count: number) {
  const { found, openings } = await inSearchTransaction(ctx, async (tx) => {
    const listed = await listOfFirm(tx, criteria, count + 1);
    const ids = listed.map(({ credentialId }) => credentialId);
    return { found: listed, openings: await readLastOpenings(tx, ids) };
  });
  const { page, last } = cutPage(found, count);
  const keys = await readKeyVersions(
    ctx,
    keyDatabase,
    page.map(({ credentialId }) => credentialId),
  );
  return { rows: page.map((row) => toCredentialRow(row, { keys, openings })), last: last?.place ?? null };
}
