import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { readTransportStatement } from "./repository.ts";
import { verifyTransportStatement } from "./transport-statement.ts";
import type { TransportKeyView } from "./view.ts";

/** The key of a region that credentials would be sealed to now; refused where there is none to be believed. */
export async function readTransportKey(
  ctx: Context,
  signerPem: string,
  region: string,
): Promise<TransportKeyView> {
  requirePerson(ctx, "credential.store");
  const offered = await inTransaction(ctx, (tx) => readTransportStatement(tx, region));
  if (!offered) throw new AppError("vault.unavailable", { region });
  const { fingerprint, notAfter } = await verifyTransportStatement(
    offered,
    signerPem,
    region,
    ctx.clock.now(),
  ).catch((cause: unknown) => {
    throw new AppError("vault.unavailable", { region }, { cause });
  });
  return { fingerprint, expiresAt: notAfter };
}
