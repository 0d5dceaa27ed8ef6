import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { listAdvisorNames } from "#lib/consent/list-advisor-names.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { together } from "./disclosure.ts";
import { placeSchema, placeText } from "./place.ts";
import { listDisclosuresSeen, listViewers } from "./repository.ts";
import { type DisclosurePageView, disclosurePeriods, type ViewerOfDataView } from "./view.ts";

export const ListDisclosures = z.strictObject({
  viewerId: z.union([idSchema("per"), idSchema("cli")]).nullable(),
  consentId: idSchema("con").nullable(),
  period: z.enum(disclosurePeriods),
  behind: placeSchema.nullable(),
});
export type ListDisclosures = z.output<typeof ListDisclosures>;

const perPage = 25;
const dayMs = 24 * 3_600_000;
const daysOf = { week: 7, month: 30, year: 365 } as const;

/** Who was shown which of the investor's own bank data, the newest first. */
export async function listDisclosures(
  ctx: Context,
  { viewerId, consentId, period, behind }: ListDisclosures,
): Promise<DisclosurePageView> {
  requirePermission(ctx, "disclosure.read");
  const from = period === "all" ? null : new Date(ctx.clock.now().getTime() - daysOf[period] * dayMs);
  return inSearchTransaction(ctx, async (tx) => {
    // One more than is shown tells whether there is a next page.
    const found = await listDisclosuresSeen(tx, { viewerId, consentId, from, behind }, perPage + 1);
    const names = await listAdvisorNames(tx, ctx);
    const shown = found.slice(0, perPage);
    const last = shown.at(-1);
    const view = (type: ViewerOfDataView["type"], id: string): ViewerOfDataView => ({
      ...{ id, type },
      name: names.get(id) ?? null,
    });
    const viewers = (await listViewers(tx)).map((one) => view(one.viewerType, one.viewerId));
    return {
      lines: together(shown).map(({ disclosure, times, firstAt }) => ({
        id: disclosure.disclosureId,
        viewer: view(disclosure.viewerType, disclosure.viewerId),
        what: disclosure.what,
        clusters: disclosure.clusters,
        accounts: disclosure.accountIds.length,
        consentIds: disclosure.consentIds,
        times,
        firstAt: firstAt.toISOString(),
        lastAt: disclosure.at.toISOString(),
      })),
      next: found.length > perPage && last ? placeText(last) : null,
      viewers,
      isEver: viewers.length > 0,
    };
  });
}
