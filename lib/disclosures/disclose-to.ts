import { createHash } from "node:crypto";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import { disclosureMade } from "./audit-events.ts";
import type { Disclosure } from "./disclosure.ts";
import { insertDisclosure } from "./repository.ts";

export type Shown = Pick<Disclosure, "investorId" | "what" | "consentIds" | "clusters" | "accountIds">;

/**
 * Notes that the acting recipient is shown this, in the transaction that reads it: the database shows a recipient only
 * what the same transaction has noted. If the note cannot be written, nothing is read.
 */
export async function discloseTo(tx: Transaction, ctx: Context, shown: Shown): Promise<void> {
  requirePermission(ctx, "disclosure.make");
  const viewer = viewerOf(ctx);
  const disclosureId = newId("dsc");
  const { investorId, what, consentIds, clusters, accountIds } = shown;
  const lists = { consentIds: [...consentIds], clusters: [...clusters] };
  const accounts = { accounts: accountIds.length, accountsSha256: digestOf(accountIds) };
  const made = disclosureMade({ disclosureId, investorId, what, ...lists, ...accounts });
  const { eventId } = await appendAudit(tx, ctx, made);
  await insertDisclosure(tx, { ...viewer, disclosureId, investorId, what, ...lists, accountIds, eventId });
}

/** What the log holds of which accounts were shown. */
export const digestOf = (accountIds: readonly string[]): string =>
  createHash("sha256").update(accountIds.toSorted().join("\n")).digest("hex");

export function viewerOf({ actor }: Context): Pick<Disclosure, "tenantId" | "viewerType" | "viewerId"> {
  if (actor.type === "advisor") {
    return { tenantId: actor.tenantId, viewerType: "advisor", viewerId: actor.personId };
  }
  if (actor.type === "client") {
    return { tenantId: actor.tenantId, viewerType: "client", viewerId: actor.clientId };
  }
  throw new AppError("auth.forbidden", { holder: actor.type });
}
