import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { listConnections } from "#lib/connections/list-connections.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { isFirstJourney } from "./next-step.ts";

/**
 * The consent whose journey goes on at the bank, because no bank is connected under it so far; `null` where a further
 * one is added. A connection that was begun belongs to its own consent.
 */
export async function findFirstJourney(ctx: Context, connectionId: string | null): Promise<string | null> {
  requirePermission(ctx, "consent.decide");
  const [consents, connections] = [await listConsents(ctx), await listConnections(ctx)];
  const begun = connections.find(({ id }) => id === connectionId);
  const own = connectionId === null ? consents : consents.filter(({ id }) => id === begun?.consentId);
  return own.find((consent) => isFirstJourney(consent, connections))?.id ?? null;
}
