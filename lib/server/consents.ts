import "server-only";

import type { Context } from "#lib/access/context.ts";
import { listConsentBanks, readConsentBanks } from "#lib/connections/read-consent-banks.ts";
import type { ConsentBanksView } from "#lib/connections/view.ts";
import type { ConsentPageView, ConsentQuery } from "#lib/consent/query-view.ts";
import { searchConsents } from "#lib/consent/search-consents.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import { type AccountId, idSchema } from "#lib/kernel/id.ts";
import { institutions } from "./institutions.ts";
import { recordKeys } from "./record-keys.ts";

/** The investor's consents with the banks that have to do with them. */

export interface SearchedConsents {
  readonly page: ConsentPageView;
  /** Every bank that any of the consents has to do with. */
  readonly institutionIds: readonly string[];
}

export async function searchOwnConsents(ctx: Context, query: ConsentQuery): Promise<SearchedConsents> {
  const atBanks = (await listConsentBanks(ctx)).map(({ consentId, institutionId }) => ({
    ...{ consentId, institutionId },
    bank: institutions().get(institutionId)?.name ?? "",
  }));
  return {
    page: await searchConsents(ctx, query, atBanks),
    institutionIds: [...new Set(atBanks.map(({ institutionId }) => institutionId))],
  };
}

/** By the consent's identifier. */
export async function readBanksOf(
  ctx: Context,
  consents: readonly ConsentView[],
): Promise<ReadonlyMap<string, ConsentBanksView>> {
  const covered = consents.map(({ id, accountIds }) => ({
    consentId: idSchema("con").parse(id),
    accountIds: (accountIds ?? []) as readonly AccountId[],
  }));
  return readConsentBanks(ctx, await recordKeys(), covered);
}
