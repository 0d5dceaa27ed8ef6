import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { credentialRecognised } from "./audit-events.ts";
import { recogniseCredential } from "./jobs.ts";
import { likenessOf } from "./likeness.ts";
import { openLikenessKey } from "./likeness-key.ts";
import { openCredential } from "./open-credential.ts";
import { readSealed, saveLikeness } from "./repository.ts";
import type { Opener } from "./sealer.ts";
import type { CredentialFields } from "./unlock.ts";

/** Opens a new credential once, to find out whether the same access is kept already. What it is like stays, it does not. */
export const recogniseCredentialHandler = (opener: Opener) =>
  handle({
    job: recogniseCredential,
    authorise: async (ctx, { credentialId }) => {
      const row = await inTransaction(ctx, (tx) => readSealed(tx, credentialId));
      if (row?.credential.state !== "sealed")
        return { run: false, reason: row?.credential.state ?? "missing" };
      return row.isRecognised ? { run: false, reason: "recognised" } : { run: true };
    },
    run: async (ctx, { credentialId }) => {
      requirePermission(ctx, "credential.recognise");
      const opened = await open(ctx, opener, credentialId);
      if (opened) await recogniseOpened(ctx, opener, credentialId, opened);
    },
  });

const beyondOpening: readonly string[] = ["vault.unopenable", "vault.institution_changed"];

/** What is beyond opening now is so later; the refusal is in the trail. */
async function open(ctx: Context, opener: Opener, credentialId: CredentialId) {
  try {
    return (await openCredential(ctx, opener, credentialId, "recognise")).reveal();
  } catch (refusal) {
    if (refusal instanceof AppError && beyondOpening.includes(refusal.code)) return null;
    throw refusal;
  }
}

/** Keeps what the access is like, made from what its opening gave. */
export async function recogniseOpened(
  ctx: Context,
  opener: Opener,
  credentialId: CredentialId,
  fields: CredentialFields,
): Promise<void> {
  const row = await inTransaction(ctx, (tx) => readSealed(tx, credentialId));
  if (!row) return;
  const { credential } = row;
  const { tenantId, region, institutionId } = credential;
  const key = await openLikenessKey(opener, { tenantId, region });
  const access = { ...credential, fields };
  const likeness = likenessOf(key, access, opener.identifyingFields(institutionId));
  key.fill(0);
  if (!likeness) return;
  await inTransaction(ctx, async (tx) => {
    const saved = await saveLikeness(tx, credential, likeness);
    if (!saved) return;
    const { duplicateOf } = saved;
    await appendAudit(tx, ctx, credentialRecognised({ credentialId, duplicateOf }));
  });
}
