import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { writeListPlace } from "#lib/kernel/list-place.ts";
import { consentListExported } from "./audit-events.ts";
import type { FirmCriteria } from "./firm-list-criteria.ts";
import { countOfFirm, type ListedConsent, listOfFirm } from "./firm-list-repository.ts";
import type { ConsentFilter, ConsentListView, ConsentRowView } from "./firm-list-view.ts";
import { listFirmAdvisors } from "./party-repository.ts";
import { databaseNow } from "./repository.ts";
import { toConsentView } from "./to-consent-view.ts";
import type { PartyView } from "./view.ts";

const pageSize = 50;
/** How many lines of a file are read from the database at once. */
const batch = 500;

/** One page of all of the firm's consents, what was asked for last first. */
export async function listFirmConsents(ctx: Context, criteria: FirmCriteria): Promise<ConsentListView> {
  requirePermission(ctx, "consent.oversee");
  const { rows, last } = await inTransaction(ctx, (tx) => readRows(tx, criteria, pageSize));
  return { rows, next: last && writeListPlace(last) };
}

/**
 * The same as a file, all pages of it. It needs a fresh proof of who asks, and before the first line leaves there is an
 * entry that says which filters it was asked with and how many lines it was to have.
 */
export async function exportFirmConsents(
  ctx: Context,
  criteria: FirmCriteria,
  filters: readonly ConsentFilter[],
): Promise<AsyncGenerator<readonly ConsentRowView[]>> {
  requirePermission(ctx, "consent.oversee");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, async (tx) => {
    const count = await countOfFirm(tx, criteria);
    await appendAudit(tx, ctx, consentListExported({ filters: [...filters], count }));
  });
  return allRows(ctx, criteria);
}

async function* allRows(ctx: Context, criteria: FirmCriteria): AsyncGenerator<readonly ConsentRowView[]> {
  let { after } = criteria;
  do {
    const { rows, last } = await inTransaction(ctx, (tx) => readRows(tx, { ...criteria, after }, batch));
    yield rows;
    after = last;
  } while (after);
}

/** The firm's advisors, also those who are not active any more, for a choice among them. */
export async function listFirmAdvisorNames(ctx: Context): Promise<readonly PartyView[]> {
  requirePermission(ctx, "consent.oversee");
  const advisors = await inTransaction(ctx, listFirmAdvisors);
  return advisors.map(({ personId, name }) => ({ id: personId, name }));
}

/** With where to go on, if there is more. */
async function readRows(tx: Transaction, criteria: FirmCriteria, count: number) {
  const found = await listOfFirm(tx, criteria, count + 1);
  const [page, advisors] = [found.slice(0, count), await listFirmAdvisors(tx)];
  const names = new Map(advisors.map(({ personId, name }) => [personId, name] as const));
  const beside = { names, endings: new Map(), deletions: new Map(), now: await databaseNow(tx) };
  const last = found.length > count ? (page.at(-1)?.place ?? null) : null;
  return { rows: page.map((each) => toRow(each, beside)), last };
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
