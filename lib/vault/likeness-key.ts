import { randomBytes } from "node:crypto";
import { inKeyTransaction, type KeyTransaction } from "#lib/access/key-transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { lengthPrefixed } from "#lib/keys/canonical.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import {
  insertLikenessKey,
  type LikenessKeyOf,
  readLikenessKey,
  replaceLikenessWrapping,
} from "./likeness-key-repository.ts";
import type { Opener } from "./sealer.ts";

const keyBytes = 32;

/** A purpose of its own: a credential's data key is never taken for one of these, nor another firm's. */
const contextOf = ({ tenantId, region }: LikenessKeyOf, wrap: KeyName): Buffer =>
  lengthPrefixed(["licet/likeness-key/1", tenantId, region, "likeness", wrap]);

const inTenant = <T>(
  { keyDatabase }: Opener,
  { tenantId }: LikenessKeyOf,
  work: (tx: KeyTransaction) => Promise<T>,
): Promise<T> => inKeyTransaction(keyDatabase, "licet_opener", tenantId, work);

/** The firm's key, made at its first use. The caller clears it. */
export async function openLikenessKey(opener: Opener, owner: LikenessKeyOf): Promise<Buffer> {
  const { wrap } = opener.keysOf(owner.region);
  const context = contextOf(owner, wrap);
  const known = await inTenant(opener, owner, (tx) => readLikenessKey(tx, owner));
  const row = known ?? (await makeKey(opener, owner, wrap, context));
  const key = await opener.kms.decrypt(wrap, row.wrapped, context);
  if (key.length !== keyBytes) throw new KeyError("untrustedAnswer", "decrypt");
  return key;
}

async function makeKey(opener: Opener, owner: LikenessKeyOf, wrap: KeyName, context: Buffer) {
  const key = randomBytes(keyBytes);
  try {
    const wrapped = await opener.kms.encrypt(wrap, key, context);
    const again = await opener.kms.decrypt(wrap, wrapped.ciphertext, context);
    if (!again.equals(key)) throw new KeyError("untrustedAnswer", "encrypt");
    again.fill(0);
    const row = await inTenant(opener, owner, async (tx) => {
      await insertLikenessKey(tx, owner, wrapped);
      return readLikenessKey(tx, owner);
    });
    if (!row) throw new AppError("vault.unavailable", { region: owner.region });
    return row;
  } finally {
    key.fill(0);
  }
}

/** The number of the version that wraps it now, or `null` where nothing was to be done. */
export async function rewrapLikenessKey(opener: Opener, owner: LikenessKeyOf): Promise<string | null> {
  const { wrap } = opener.keysOf(owner.region);
  const context = contextOf(owner, wrap);
  const before = await inTenant(opener, owner, (tx) => readLikenessKey(tx, owner));
  if (!before) return null;
  const key = await opener.kms.decrypt(wrap, before.wrapped, context);
  try {
    const after = await opener.kms.encrypt(wrap, key, context);
    if (after.version === before.kmsVersion) return null;
    // The old wrapping is the only way to the key, so it is given up for one that was seen to unwrap.
    const again = await opener.kms.decrypt(wrap, after.ciphertext, context);
    if (!again.equals(key)) throw new KeyError("untrustedAnswer", "encrypt");
    again.fill(0);
    const replaced = await inTenant(opener, owner, (tx) =>
      replaceLikenessWrapping(tx, owner, before.wrapped, after),
    );
    return replaced ? after.version.slice(wrap.length + "/cryptoKeyVersions/".length) : null;
  } finally {
    key.fill(0);
  }
}
