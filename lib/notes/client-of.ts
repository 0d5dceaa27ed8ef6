import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";

export interface ClientOf {
  readonly name: string | null;
  /** Whether a consent that is in force names the acting advisor. */
  readonly isShared: boolean;
}

/** Somebody who has, or had, a consent that names the acting advisor; nobody else is there for them. */
export async function clientOf(ctx: Context, investorId: PersonId): Promise<ClientOf> {
  requirePermission(ctx, "note.read");
  const consents = (await listConsents(ctx)).filter(({ investor }) => investor.id === investorId);
  const [consent] = consents;
  if (!consent) throw new AppError("consent.not_found", { investorId });
  return { name: consent.investor.name, isShared: consents.some(({ isInForce }) => isInForce) };
}

/** The same where something is to be written, for which a consent has to be in force. */
export async function requireShared(ctx: Context, investorId: PersonId): Promise<void> {
  if (!(await clientOf(ctx, investorId)).isShared) throw new AppError("note.not_shared", { investorId });
}
