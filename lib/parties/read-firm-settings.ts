import type { Context } from "#lib/access/context.ts";
import {
  mayDo,
  requireFreshAuthentication,
  requirePermission,
  requirePerson,
} from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { FirmSettings } from "./firm-settings.ts";
import { findFirmSettings } from "./firm-settings-repository.ts";

/** Whether the acting person may change them, so that nobody is shown a button that refuses. */
export const mayChangeFirm = ({ actor }: Context): boolean => mayDo(actor.type, "firmSettings.change");

/** Refuses unless the acting person may change them and proved who they are a moment ago: before they begin to type. */
export function requireFirmChangeable(ctx: Context): void {
  requirePerson(ctx, "firmSettings.change");
  requireFreshAuthentication(ctx);
}

export async function readFirmSettings(ctx: Context): Promise<FirmSettings> {
  const { tenantId } = requirePerson(ctx, "firmSettings.read");
  return inTransaction(ctx, (tx) => findFirmSettings(tx, tenantId));
}

/** The longest for which the acting person's firm asks to keep data, in days after the end. */
export async function readLongestRetention(ctx: Context): Promise<number> {
  requirePermission(ctx, "consent.request");
  const { actor } = ctx;
  if (!("tenantId" in actor)) throw new AppError("auth.forbidden", { holder: actor.type });
  return (await inTransaction(ctx, (tx) => findFirmSettings(tx, actor.tenantId))).longestRetentionDays;
}
