import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import { listFirmAdvisors } from "./party-repository.ts";

/** What the firm's advisors are called, by their identifier, also of those who are not active any more. */
export async function listAdvisorNames(tx: Transaction, ctx: Context): Promise<ReadonlyMap<string, string>> {
  requirePermission(ctx, "consent.read");
  return new Map((await listFirmAdvisors(tx)).map(({ personId, name }) => [personId, name]));
}

/** Which of the firm's advisors can sign in now. */
export async function listAdvisorsPresent(tx: Transaction, ctx: Context): Promise<ReadonlySet<string>> {
  requirePermission(ctx, "consent.read");
  const present = (await listFirmAdvisors(tx)).filter(({ isDisabled }) => !isDisabled);
  return new Set(present.map(({ personId }) => personId));
}
