import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newDataKey, sealEnvelope } from "#lib/keys/envelope.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import { encodeContext } from "./context.ts";
import { type Credential, sealingContext } from "./credential.ts";
import type { Sealer } from "./sealer.ts";
import { insertWrappedKey } from "./wrapped-key-repository.ts";

/** Lock B: a data key of this version's own, wrapped by the KMS, put into the key database and forgotten. */
export async function lock(
  sealer: Sealer,
  role: "licet_sealer" | "licet_opener",
  credential: Credential,
  compact: string,
): Promise<Buffer> {
  const { wrap } = sealer.keysOf(credential.region);
  const context = encodeContext(sealingContext(credential, wrap));
  const dataKey = newDataKey();
  try {
    const wrapped = await sealer.kms.encrypt(wrap, dataKey, context);
    await inKeyTransaction(sealer.keyDatabase, role, credential.tenantId, (tx) =>
      insertWrappedKey(tx, credential, wrapped),
    );
    return sealEnvelope(dataKey, Buffer.from(compact, "ascii"), context);
  } catch (cause) {
    if (cause instanceof AppError || cause instanceof KeyError) throw cause;
    throw new AppError("vault.unavailable", {}, { cause });
  } finally {
    dataKey.fill(0);
  }
}
