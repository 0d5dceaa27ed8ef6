import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError, type ErrorCode } from "#lib/kernel/errors.ts";
import type { CredentialId, SealingId } from "#lib/kernel/id.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import { openingRefused, sealRefused } from "./audit-events.ts";
import { VaultError } from "./vault-error.ts";

/**
 * The distinct reason goes to the trail; outwardly there is one error, whatever was wrong with what was sent, and
 * another when it is the KMS that failed or was not believed. One that is merely away leaves no event.
 */
export async function refusingSeal<T>(
  ctx: Context,
  sealingId: SealingId,
  attempt: () => Promise<T>,
  outwardly: ErrorCode = "vault.sealed_rejected",
): Promise<T> {
  try {
    return await attempt();
  } catch (cause) {
    const isKms = cause instanceof KeyError;
    if (!(cause instanceof VaultError) && !isKms) throw cause;
    if (!isKms || !cause.isPassing) {
      await inTransaction(ctx, (tx) => appendAudit(tx, ctx, sealRefused({ sealingId, code: cause.code })));
    }
    throw new AppError(isKms ? "vault.unavailable" : outwardly, { sealingId }, { cause });
  }
}

/**
 * The same for opening. Only what is stored can be beyond opening: a KMS that is away, refuses its caller or answers
 * wrongly is mended by whoever runs it, and a tenant's limit is over with the minute. So the job is tried again and
 * nobody is asked for a password in vain.
 */
export async function refusingOpening<T>(
  ctx: Context,
  credentialId: CredentialId,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt();
  } catch (cause) {
    const isKms = cause instanceof KeyError;
    if (!isKms && !(cause instanceof VaultError) && !(cause instanceof EnvelopeError)) throw cause;
    if (!isKms || !cause.isPassing) {
      await inTransaction(ctx, (tx) =>
        appendAudit(tx, ctx, openingRefused({ credentialId, code: cause.code })),
      );
    }
    throw new AppError(outwardlyOf(cause), { credentialId }, { cause });
  }
}

function outwardlyOf(cause: KeyError | VaultError | EnvelopeError): ErrorCode {
  if (cause.code === "institutionChanged") return "vault.institution_changed";
  const isBeyondOpening =
    cause instanceof KeyError ? cause.code === "refused" : cause.code !== "tooManyOpenings";
  return isBeyondOpening ? "vault.unopenable" : "vault.unavailable";
}
