import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { idsNarrowedTo, tellNarrowed } from "#lib/audit/narrowed.ts";
import type { Transaction } from "#lib/db/database.ts";
import { inPieces } from "#lib/kernel/in-pieces.ts";
import { type ListPlace, writeListPlace } from "#lib/kernel/list-place.ts";
import { cutPage, type RowsPerPage, usualRows } from "#lib/kernel/rows-per-page.ts";
import { consentListExported } from "./audit-events.ts";
import { consentFilterIds, consentsNarrowedTo, type FirmCriteria } from "./firm-list-criteria.ts";
import { countOfFirm, type ListedConsent, listOfFirm } from "./firm-list-repository.ts";
import type { ConsentFilter, ConsentListView, ConsentRowView } from "./firm-list-view.ts";
import { listFirmAdvisors } from "./party-repository.ts";
import { databaseNow } from "./repository.ts";
import { toConsentView } from "./to-consent-view.ts";
import type { PartyView } from "./view.ts";

/**
 * One page of all of the firm's consents, what was asked for last first. Narrowed to one person it is a look at what is
 * theirs, and leaves its event.
 */
export async function listFirmConsents(
  ctx: Context,
  criteria: FirmCriteria,
  size: RowsPerPage = usualRows,
): Promise<ConsentListView> {
  requirePermission(ctx, "consent.oversee");
  const { rows, last } = await inSearchTransaction(ctx, async (tx) => {
    await tellNarrowed(tx, ctx, consentsNarrowedTo(criteria));
    return readRows(tx, criteria, size);
  });
  return { rows, next: last && writeListPlace(last) };
}

/**
 * The same as a file, all pages of it. It needs a fresh proof of who asks, and before the first line leaves there is an
 * entry that says which filters it was asked with, whom they named, and how many lines it was to have.
 */
export async function exportFirmConsents(
  ctx: Context,
  criteria: FirmCriteria,
  filters: readonly ConsentFilter[],
): Promise<AsyncGenerator<readonly ConsentRowView[]>> {
  requirePermission(ctx, "consent.oversee");
  requireFreshAuthentication(ctx);
  await inSearchTransaction(ctx, async (tx) => {
    const count = await countOfFirm(tx, criteria);
    const ids = idsNarrowedTo(consentFilterIds(criteria));
    await appendAudit(tx, ctx, consentListExported({ filters: [...filters], ids, count }));
  });
  return inPieces((after: ListPlace | null, size) =>
    inSearchTransaction(ctx, (tx) => readRows(tx, { ...criteria, after }, size)),
  );
}

/** The firm's advisors, also those who are not active any more, for a choice among them. */
export async function listFirmAdvisorNames(ctx: Context): Promise<readonly PartyView[]> {
  requirePermission(ctx, "consent.oversee");
  const advisors = await inSearchTransaction(ctx, listFirmAdvisors);
  return advisors.map(({ personId, name }) => ({ id: personId, name }));
}

/** With where to go on, if there is more. */
async function readRows(tx: Transaction, criteria: FirmCriteria, count: number) {
  const { page, last } = cutPage(await listOfFirm(tx, criteria, count + 1), count);
  const advisors = await listFirmAdvisors(tx);
  const names = new Map(advisors.map(({ personId, name }) => [personId, name] as const));
  const beside = { names, endings: new Map(), deletions: new Map(), now: await databaseNow(tx) };
  return { rows: page.map((each) => toRow(each, beside)), last: last?.place ?? null };
}

function toRow(
  { consent, institutionIds }: ListedConsent,
  beside: Parameters<typeof toConsentView>[1],
): ConsentRowView {
  const { id, state, isInForce, isAnswerable, asOf, investor, recipients, ...view } = toConsentView(
    consent,
    beside,
  );
  const { requestedAt, answerBy, givenAt, validUntil, endedAt } = view;
  const { wholeTeam, advisors, programs } = recipients;
  return {
    ...{ id, state, isInForce, isAnswerable, asOf, institutionIds, investorId: investor.id },
    ...{ requestedAt, answerBy, givenAt, validUntil, endedAt },
    recipients: { wholeTeam, advisors, programs: programs.length },
  };
}
