import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import { refusingSeal } from "./refusing.ts";
import { insertSealing, readTransportStatement } from "./repository.ts";
import { verifyTransportStatement } from "./transport-statement.ts";
import type { SealingOffer } from "./view.ts";

export const OfferSealing = z.strictObject({ institutionId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/) });
export type OfferSealing = z.output<typeof OfferSealing>;

const offerLifetimeMs = 30 * 60 * 1000;

/** What a browser needs to seal one credential: a signed public key, and the context that the seal is bound to. */
export async function offerSealing(
  ctx: Context,
  signerPem: string,
  region: string,
  { institutionId }: OfferSealing,
): Promise<SealingOffer> {
  const person = requirePerson(ctx, "credential.store");
  const now = ctx.clock.now();
  const sealingId = newId("slg");
  const offer = async (tx: Transaction): Promise<SealingOffer> => {
    const offered = await readTransportStatement(tx, region);
    if (!offered) throw new AppError("vault.unavailable", { region });
    await verifyTransportStatement(offered, signerPem, region, now);
    await insertSealing(tx, {
      tenantId: person.tenantId,
      sealingId,
      personId: person.personId,
      institutionId,
      region,
      transportKid: offered.kid,
      expiresAt: new Date(now.getTime() + offerLifetimeMs),
    });
    return { sealingId, tenantId: person.tenantId, institutionId, statement: offered.statement, signerPem };
  };
  // A key that is not the operator's is somebody's attempt, so its refusal leaves an event.
  return refusingSeal(ctx, sealingId, () => inTransaction(ctx, offer), "vault.unavailable");
}
