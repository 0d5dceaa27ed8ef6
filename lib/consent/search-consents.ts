import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, PersonId } from "#lib/kernel/id.ts";
import { fromCursor, isNamed, toCursor } from "./consent-query.ts";
import { viewConsents } from "./consent-views.ts";
import { listFirmAdvisors } from "./party-repository.ts";
import type { ConsentPageView, ConsentQuery } from "./query-view.ts";
import { type Criteria, countSeen, listAdvisorsNamed, searchSeen } from "./search-repository.ts";
import type { PartyView } from "./view.ts";

const pageSize = 20;

/** A bank that has to do with a consent, which only whoever links banks knows. */
export interface ConsentAtBank {
  readonly consentId: ConsentId;
  readonly institutionId: string;
  readonly bank: string;
}

/** One page of the consents that the actor may see and that are what they look for. */
export async function searchConsents(
  ctx: Context,
  query: ConsentQuery,
  atBanks: readonly ConsentAtBank[],
): Promise<ConsentPageView> {
  requirePermission(ctx, "consent.read");
  return inSearchTransaction(ctx, async (tx) => {
    const advisors = await advisorsNamed(tx);
    const found = await searchSeen(tx, criteriaOf(query, atBanks, advisors), pageSize + 1);
    const page = found.slice(0, pageSize);
    const last = found.length > pageSize ? page.at(-1) : undefined;
    return {
      consents: await viewConsents(
        tx,
        ctx,
        page.map(({ consent }) => consent),
      ),
      next: last ? fromCursor(last.cursor) : null,
      counts: await countSeen(tx),
      advisors,
    };
  });
}

async function advisorsNamed(tx: Transaction): Promise<readonly PartyView[]> {
  const named = await listAdvisorsNamed(tx);
  const advisors = await listFirmAdvisors(tx);
  return advisors.flatMap(({ personId, name }) => (named.has(personId) ? [{ id: personId, name }] : []));
}

function criteriaOf(
  { institutionId, advisorId, text, after, ...query }: ConsentQuery,
  atBanks: readonly ConsentAtBank[],
  advisors: readonly PartyView[],
): Criteria {
  const idsOf = (banks: readonly ConsentAtBank[]) => banks.map(({ consentId }) => consentId);
  const named = advisors.filter(({ name }) => name !== null && isNamed(name, text));
  return {
    ...query,
    advisorId: advisorId as PersonId | null,
    among: institutionId ? idsOf(atBanks.filter((each) => each.institutionId === institutionId)) : null,
    anyOf: text
      ? {
          advisorIds: named.map(({ id }) => id as PersonId),
          consentIds: idsOf(atBanks.filter(({ bank }) => isNamed(bank, text))),
        }
      : null,
    after: after ? toCursor(after) : null,
  };
}
