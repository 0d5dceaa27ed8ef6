import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { ChallengeImage } from "#lib/aspsp/dialog.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type AuthorisationId, type ConnectionId, idSchema } from "#lib/kernel/id.ts";
import { findByReturnState, findImage, findLatest, findRow } from "./repository.ts";
import { toAuthorisationView } from "./to-view.ts";
import type { AuthorisationView } from "./view.ts";

export const ReadAuthorisation = z.strictObject({ authorisationId: idSchema("aut") });
export type ReadAuthorisation = z.output<typeof ReadAuthorisation>;

export async function readAuthorisation(
  ctx: Context,
  { authorisationId }: ReadAuthorisation,
): Promise<AuthorisationView> {
  requirePermission(ctx, "authorisation.read");
  const row = await inTransaction(ctx, (tx) => findRow(tx, authorisationId as AuthorisationId));
  if (!row) throw new AppError("authorisation.not_found", { authorisationId });
  return toAuthorisationView(row, ctx.clock.now());
}

/** The attempt of a connection that goes on, else its last; `null` where there was none. */
export async function readCurrentAuthorisation(
  ctx: Context,
  connectionId: ConnectionId,
): Promise<AuthorisationView | null> {
  requirePermission(ctx, "authorisation.read");
  const row = await inTransaction(ctx, (tx) => findLatest(tx, connectionId));
  return row && toAuthorisationView(row, ctx.clock.now());
}

export const ReadChallengeImage = z.strictObject({ authorisationId: idSchema("aut"), step: z.int().min(1) });
export type ReadChallengeImage = z.output<typeof ReadChallengeImage>;

/** The picture of the step that is asked now; an earlier one is gone. */
export async function readChallengeImage(
  ctx: Context,
  { authorisationId, step }: ReadChallengeImage,
): Promise<ChallengeImage> {
  requirePermission(ctx, "authorisation.read");
  const image = await inTransaction(ctx, (tx) => findImage(tx, authorisationId as AuthorisationId, step));
  if (!image) throw new AppError("authorisation.not_found", { authorisationId, step });
  return image;
}

/**
 * Which of the acting person's own attempts a bank's page has sent the browser back for. Somebody else's is none, so
 * nobody can be made to finish what another began (RFC 6749, 10.12).
 */
export async function findByReturn(ctx: Context, returnState: string): Promise<AuthorisationView | null> {
  requirePermission(ctx, "authorisation.read");
  const row = await inTransaction(ctx, (tx) => findByReturnState(tx, returnState));
  return row && toAuthorisationView(row, ctx.clock.now());
}
