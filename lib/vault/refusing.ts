import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { CredentialId, SealingId } from "#lib/kernel/id.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import { openingRefused, sealRefused } from "./audit-events.ts";
import { VaultError } from "./vault-error.ts";

/** The distinct reason goes to the trail; outwardly there is one error, whatever was wrong. */
export async function refusingSeal<T>(
  ctx: Context,
  sealingId: SealingId,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt();
  } catch (cause) {
    if (!(cause instanceof VaultError)) throw cause;
    await inTransaction(ctx, (tx) => appendAudit(tx, ctx, sealRefused({ sealingId, code: cause.code })));
    throw new AppError("vault.sealed_rejected", { sealingId }, { cause });
  }
}

/** The same for opening. What passes by itself (a KMS that is down) is told apart, because the job is then tried again. */
export async function refusingOpening<T>(
  ctx: Context,
  credentialId: CredentialId,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt();
  } catch (cause) {
    if (cause instanceof KeyError && cause.isPassing)
      throw new AppError("vault.unavailable", { credentialId }, { cause });
    const refused =
      cause instanceof VaultError || cause instanceof EnvelopeError || cause instanceof KeyError;
    if (!refused) throw cause;
    await inTransaction(ctx, (tx) =>
      appendAudit(tx, ctx, openingRefused({ credentialId, code: cause.code })),
    );
    throw new AppError("vault.unopenable", { credentialId }, { cause });
  }
}
