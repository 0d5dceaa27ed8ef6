import "server-only";

import type { Context } from "#lib/access/context.ts";
import { type Journey, readJourney } from "#lib/journey/read-journey.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { institutions } from "./institutions.ts";

/** An investor's way through one of their consents, with the banks that this process offers. */
export const readOwnJourney = (ctx: Context, consentId: ConsentId): Promise<Journey> =>
  readJourney(ctx, consentId, (institutionId) => institutions().has(institutionId));
