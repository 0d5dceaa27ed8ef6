import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { listConnections } from "#lib/connections/list-connections.ts";
import type { ConnectionView } from "#lib/connections/view.ts";
import { readConsent } from "#lib/consent/read-consents.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import { readInvitationOf } from "#lib/invitations/read-invitation-of.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { listCredentials } from "#lib/vault/read-credentials.ts";
import { type NextStep, nextStep } from "./next-step.ts";

export interface Journey {
  readonly consent: ConsentView;
  /** All of the investor's, those of other consents too. */
  readonly connections: readonly ConnectionView[];
  readonly next: NextStep;
}

/** Whether a bank is among those that are offered now: one that an invitation named may be gone by then. */
type IsOffered = (institutionId: string) => boolean;

/** Where an investor is with one of their own consents, and where they go on. */
export async function readJourney(
  ctx: Context,
  consentId: ConsentId,
  isOffered: IsOffered,
): Promise<Journey> {
  requirePermission(ctx, "consent.decide");
  const consent = await readConsent(ctx, consentId);
  const [connections, credentials] = [await listConnections(ctx), await listCredentials(ctx)];
  const named = (await readInvitationOf(ctx, consentId))?.institutionId ?? null;
  const institutionId = named !== null && isOffered(named) ? named : null;
  return { consent, connections, next: nextStep(consent, connections, credentials, institutionId) };
}
