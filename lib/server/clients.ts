import "server-only";

import type { Context } from "#lib/access/context.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { readClient } from "#lib/portfolio/read-client.ts";
import type { ClientDetailView } from "#lib/portfolio/view.ts";
import { recordKeys } from "./record-keys.ts";

/** A client's page, with what this process opens records by. */
export const readOwnClient = async (ctx: Context, investorId: PersonId): Promise<ClientDetailView> =>
  readClient(ctx, await recordKeys(), { investorId });
