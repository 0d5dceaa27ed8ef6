import "server-only";

import { createPublicKey } from "node:crypto";
import { formatNoteKey, noteKey } from "#lib/audit/note.ts";
import { webConfig } from "#lib/config/web-config.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type KeyVersionName, versionsUpTo } from "#lib/kernel/key-name.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import { kms } from "./pools.ts";

/** `null` for a version that the KMS has no longer. Neither changes, so each is asked for once in a process's life. */
const known = new Map<KeyVersionName, string | null>();

/** A version's public half (PEM). Once it was seen it is there while the KMS is away. */
export async function publicKeyOf(version: KeyVersionName): Promise<string> {
  const pem = known.get(version) ?? (await (await kms()).publicKey(version)).pem;
  known.set(version, pem);
  return pem;
}

interface PublishedKey {
  readonly version: KeyVersionName;
  readonly pem: string;
}

/**
 * Every version up to the one that signs now: what an earlier one signed is verified with it for as long as the KMS
 * has it. One that was destroyed or disabled there is passed over, and its statements are not believed any more.
 */
async function publicKeysUpTo(present: KeyVersionName): Promise<readonly PublishedKey[]> {
  try {
    const found = await Promise.all(versionsUpTo(present).map((version) => publishedKey(version, present)));
    return found.filter((key) => key !== null);
  } catch (cause) {
    throw new AppError("system.unavailable", {}, { cause });
  }
}

async function publishedKey(version: KeyVersionName, present: KeyVersionName): Promise<PublishedKey | null> {
  if (known.get(version) === null) return null;
  try {
    return { version, pem: await publicKeyOf(version) };
  } catch (cause) {
    const isGone = cause instanceof KeyError && (cause.code === "notFound" || cause.code === "disabled");
    if (!isGone || version === present) throw cause;
    known.set(version, null);
    return null;
  }
}

/** RFC 7517: what verifies our receipts, for anybody, without us. */
export async function readReceiptKeys(): Promise<{ keys: readonly object[] }> {
  const found = await publicKeysUpTo(webConfig().kms.keys.signers.receipt);
  return {
    keys: found.map(({ version: kid, pem }) => ({
      ...createPublicKey(pem).export({ format: "jwk" }),
      ...{ kid, use: "sig", alg: "EdDSA" },
    })),
  };
}

/** What verifies the audit log's checkpoints, one key a line (c2sp.org/signed-note), the present one last. */
export async function readAuditKeys(): Promise<string> {
  const { auditOrigin, kms: configured } = webConfig();
  const found = await publicKeysUpTo(configured.keys.signers.auditCheckpoint);
  return found.map(({ pem }) => `${formatNoteKey(noteKey(auditOrigin, createPublicKey(pem)))}\n`).join("");
}
