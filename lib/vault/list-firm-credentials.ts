import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { readLastOpenings } from "#lib/audit/read-openings.ts";
import type { Database } from "#lib/db/database.ts";
import { writeListPlace } from "#lib/kernel/list-place.ts";
import { credentialListExported } from "./audit-events.ts";
import type { FirmCriteria } from "./firm-list-criteria.ts";
import { countOfFirm, listOfFirm } from "./firm-list-repository.ts";
import type { CredentialFilter, CredentialListView, CredentialRowView } from "./firm-list-view.ts";
import { readKeyVersions } from "./key-versions.ts";
import { toCredentialRow } from "./to-credential-row.ts";

const pageSize = 50;
/** How many lines of a file are read from the databases at once. */
const batch = 500;

/** One page of all of the firm's credentials, the newest first: which there are, how they are locked, what opened them last. */
export async function listFirmCredentials(
  ctx: Context,
  keyDatabase: Database,
  criteria: FirmCriteria,
): Promise<CredentialListView> {
  requirePermission(ctx, "credential.oversee");
  const { rows, last } = await readRows(ctx, keyDatabase, criteria, pageSize);
  return { rows, next: last && writeListPlace(last) };
}

/**
 * The same as a file, all pages of it. It needs a fresh proof of who asks, and before the first line leaves there is an
 * entry that says which filters it was asked with and how many lines it was to have.
 */
export async function exportFirmCredentials(
  ctx: Context,
  keyDatabase: Database,
  criteria: FirmCriteria,
  filters: readonly CredentialFilter[],
): Promise<AsyncGenerator<readonly CredentialRowView[]>> {
  requirePermission(ctx, "credential.oversee");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, async (tx) => {
    const count = await countOfFirm(tx, criteria);
    await appendAudit(tx, ctx, credentialListExported({ filters: [...filters], count }));
  });
  return allRows(ctx, keyDatabase, criteria);
}

async function* allRows(
  ctx: Context,
  keyDatabase: Database,
  criteria: FirmCriteria,
): AsyncGenerator<readonly CredentialRowView[]> {
  let { after } = criteria;
  do {
    const { rows, last } = await readRows(ctx, keyDatabase, { ...criteria, after }, batch);
    yield rows;
    after = last;
  } while (after);
}

/** With where to go on, if there is more. */
async function readRows(ctx: Context, keyDatabase: Database, criteria: FirmCriteria, count: number) {
  const { found, openings } = await inTransaction(ctx, async (tx) => {
    const listed = await listOfFirm(tx, criteria, count + 1);
    const ids = listed.map(({ credentialId }) => credentialId);
    return { found: listed, openings: await readLastOpenings(tx, ids) };
  });
  const page = found.slice(0, count);
  const keys = await readKeyVersions(
    ctx,
    keyDatabase,
    page.map(({ credentialId }) => credentialId),
  );
  const last = found.length > count ? (page.at(-1)?.place ?? null) : null;
  return { rows: page.map((row) => toCredentialRow(row, { keys, openings })), last };
}
