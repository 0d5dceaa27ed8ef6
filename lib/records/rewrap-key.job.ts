import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import { keyOf } from "#lib/kernel/key-name.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import { keyRewrapped, rewrapRefused } from "./audit-events.ts";
import { encodeKeyContext } from "./context.ts";
import { rewrapKey } from "./jobs.ts";
import { materialCommittedTo } from "./key-material.ts";
import { type KeyOwner, readKey, replaceKeyWrapping } from "./key-repository.ts";
import type { RecordKeySettings } from "./record-keys.ts";
import { RecordsError } from "./records-error.ts";

type Settings = Pick<RecordKeySettings, "keyDatabase" | "kms" | "keysOf">;

/**
 * Takes up a new version of the KMS key that wraps investors' keys or books. The data key stays as it is, so neither
 * readers nor processes that keep it notice; one that was erased or re-wrapped meanwhile is left alone.
 */
export const rewrapKeyHandler = (settings: Settings) =>
  handle({
    job: rewrapKey,
    authorise: async (_ctx, owner) => {
      const row = await readRow(settings, owner);
      return row?.state === "whole" ? { run: true } : { run: false, reason: row?.state ?? "missing" };
    },
    run: async (ctx, { tenantId, investorId }) => {
      requirePermission(ctx, "records.rewrap");
      const rewrapped = await refusing(ctx, investorId, () => rewrap(settings, { tenantId, investorId }));
      if (!rewrapped) return;
      const facts = { investorId, kmsVersion: rewrapped };
      await inTransaction(ctx, (tx) => appendAudit(tx, ctx, keyRewrapped(facts)));
    },
  });

const readRow = ({ keyDatabase }: Settings, { tenantId, investorId }: KeyOwner) =>
  inKeyTransaction(keyDatabase, "licet_opener", tenantId, (tx) => readKey(tx, tenantId, investorId));

/**
 * The number of the key version that wraps it now, or `null` where nothing was to be done. The old wrapping is the
 * only way to the key, so it is given up for one that the KMS was seen to unwrap to the key that it committed to.
 */
async function rewrap(settings: Settings, owner: KeyOwner): Promise<string | null> {
  const { kms, keysOf, keyDatabase } = settings;
  const before = await readRow(settings, owner);
  if (before?.state !== "whole") return null;
  const { records, book } = keysOf(before.region);
  const keyName = owner.investorId === null ? book : records;
  if (keyOf(before.kmsVersion) !== keyName) return null;
  const aad = encodeKeyContext({ ...owner, region: before.region, keyName });
  const dataKey = await kms.decrypt(keyName, before.wrapped, aad);
  try {
    materialCommittedTo(before.commitment, dataKey, aad).fill(0);
    const after = await kms.encrypt(keyName, dataKey, aad);
    if (after.version === before.kmsVersion) return null;
    const again = await kms.decrypt(keyName, after.ciphertext, aad);
    if (!again.equals(dataKey)) throw new KeyError("untrustedAnswer", "encrypt");
    again.fill(0);
    const isReplaced = await inKeyTransaction(keyDatabase, "licet_opener", owner.tenantId, (tx) =>
      replaceKeyWrapping(tx, owner, before.wrapped, after),
    );
    return isReplaced ? after.version.slice(keyName.length + "/cryptoKeyVersions/".length) : null;
  } finally {
    dataKey.fill(0);
  }
}

/** The trail has what somebody should look at; a KMS that is merely away leaves no event. The job is tried again. */
async function refusing<T>(ctx: Context, investorId: KeyOwner["investorId"], attempt: () => Promise<T>) {
  try {
    return await attempt();
  } catch (cause) {
    const isRefusal = cause instanceof RecordsError || (cause instanceof KeyError && !cause.isPassing);
    if (isRefusal) {
      const { code } = cause;
      await inTransaction(ctx, (tx) => appendAudit(tx, ctx, rewrapRefused({ investorId, code })));
    }
    throw cause;
  }
}
