import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { listConsentsOf } from "./repository.ts";

/** Whether any consent of an investor is in force or waits for an answer. For a job that may go on only when none is. */
export async function hasOpenConsents(tx: Transaction, ctx: Context, investorId: PersonId): Promise<boolean> {
  requirePermission(ctx, "consent.rely");
  return (await listConsentsOf(tx, investorId)).some((consent) => !("endedAt" in consent));
}
