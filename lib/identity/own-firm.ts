import type { Context } from "#lib/access/context.ts";
import { requirePermission, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { readPersonWithFirm } from "./repository.ts";

export interface OwnFirm {
  /** Where the firm's data is kept. */
  readonly region: string;
  /** Whether its investors may hand over bank access from a browser without JavaScript. */
  readonly takesPlainSubmission: boolean;
}

/** What the acting person's firm decided about where and how it takes bank access. */
export async function readOwnFirm(ctx: Context): Promise<OwnFirm> {
  const { personId } = requirePerson(ctx, "profile.read");
  const { firm } = await inTransaction(ctx, (tx) => readPersonWithFirm(tx, personId));
  return { region: firm.region, takesPlainSubmission: firm.plainSubmission };
}

/** The firm, if it takes what no browser has sealed. */
export async function requirePlainSubmission(ctx: Context): Promise<OwnFirm> {
  requirePermission(ctx, "credential.store");
  const firm = await readOwnFirm(ctx);
  if (!firm.takesPlainSubmission) throw new AppError("vault.plain_refused");
  return firm;
}
