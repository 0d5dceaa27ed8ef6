import "server-only";

import type { Context } from "#lib/access/context.ts";
import type { HouseholdId, PersonId } from "#lib/kernel/id.ts";
import type { PerformanceAsked } from "#lib/portfolio/asked-period.ts";
import type {
  ClientEntriesView,
  ClientPerformanceView,
  ClientWealthView,
} from "#lib/portfolio/client-view.ts";
import type { HouseholdDetailView } from "#lib/portfolio/household-view.ts";
import type { OwnMeans } from "#lib/portfolio/own-means.ts";
import { readClient } from "#lib/portfolio/read-client.ts";
import { readClientEntries } from "#lib/portfolio/read-client-entries.ts";
import { readClientPerformance } from "#lib/portfolio/read-client-performance.ts";
import { readHousehold } from "#lib/portfolio/read-household.ts";
import type { ReadOwnEntries } from "#lib/portfolio/read-own-entries.ts";
import { readRates } from "./rates.ts";
import { recordKeys } from "./record-keys.ts";

/** An advisor's pages about clients, with what this process opens records by and reckons with. */

interface OfClient {
  readonly investorId: PersonId;
}

interface InBase extends OfClient {
  /** What the page's address asks for. */
  readonly base: string | null;
}

const meansIn = async (ctx: Context, base: string | null): Promise<OwnMeans> => ({
  keys: await recordKeys(),
  rates: await readRates(ctx),
  base,
});

export const clientWealth = async (ctx: Context, { base, investorId }: InBase): Promise<ClientWealthView> =>
  readClient(ctx, await meansIn(ctx, base), { investorId });

export const householdWealth = async (
  ctx: Context,
  { base, householdId }: { readonly base: string | null; readonly householdId: HouseholdId },
): Promise<HouseholdDetailView> => readHousehold(ctx, await meansIn(ctx, base), { householdId });

export const clientPerformance = async (
  ctx: Context,
  { base, ...asked }: InBase & PerformanceAsked,
): Promise<ClientPerformanceView> => readClientPerformance(ctx, await meansIn(ctx, base), asked);

export const clientEntries = async (
  ctx: Context,
  asked: OfClient & ReadOwnEntries,
): Promise<ClientEntriesView> => readClientEntries(ctx, await recordKeys(), asked);
