import "server-only";

import { createPublicKey } from "node:crypto";
import { formatNoteKey, noteKey } from "#lib/audit/note.ts";
import { readCheckpoint } from "#lib/audit/read-checkpoint.ts";
import { readConsistencyProof } from "#lib/audit/read-consistency-proof.ts";
import { webConfig } from "#lib/config/web-config.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { visitorContext } from "./context.ts";
import { kms } from "./pools.ts";

/** The audit log as it is shown to everybody: what was signed of it last, and the key that it was signed with. */

export const readPublishedCheckpoint = async (): Promise<string> =>
  readCheckpoint(await visitorContext(), webConfig().auditOrigin);

export const readPublishedConsistency = async (held: number): Promise<string> =>
  readConsistencyProof(await visitorContext(), webConfig().auditOrigin, held);

let keyLine: Promise<string> | undefined;

/** A version's public key never changes, so it is asked for once, and is there while the KMS is away. */
export async function readAuditKey(): Promise<string> {
  keyLine ??= askForKey();
  try {
    return await keyLine;
  } catch (cause) {
    keyLine = undefined;
    throw new AppError("system.unavailable", {}, { cause });
  }
}

async function askForKey(): Promise<string> {
  const { auditOrigin, kms: configured } = webConfig();
  const { pem } = await (await kms()).publicKey(configured.keys.signers.auditCheckpoint);
  return `${formatNoteKey(noteKey(auditOrigin, createPublicKey(pem)))}\n`;
}
