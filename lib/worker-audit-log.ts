import { bucketCopy } from "#lib/audit/bucket-copy.ts";
import type { CheckpointCopy } from "#lib/audit/checkpoint-copy.ts";
import { folderCopy } from "#lib/audit/folder-copy.ts";
import { googleBucket } from "#lib/audit/google-bucket.ts";
import { type KeptLog, keepAuditLog } from "#lib/audit/keep-log.ts";
import type { CheckpointMail, CheckpointMailing } from "#lib/audit/mail-checkpoints.ts";
import { s3Bucket } from "#lib/audit/s3-bucket.ts";
import { checkpointSigner } from "#lib/audit/sign-checkpoint.ts";
import type { BucketAddress } from "#lib/config/audit-copy-config.ts";
import type { Logger } from "#lib/config/logger.ts";
import type { WorkerConfig } from "#lib/config/worker-config.ts";
import type { Database } from "#lib/db/database.ts";
import type { SendMail } from "#lib/identity/mail.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { Secret } from "#lib/kernel/secret.ts";
import type { Kms } from "#lib/keys/kms.ts";

const mailDeadlineMs = 60_000;

type Config = Pick<WorkerConfig, "audit" | "kms">;

/** The audit log is kept beside the jobs, as the system and on behalf of nobody. */
export function startAuditLog(
  { audit, kms: { keys } }: Config,
  { db, kms, sendMail, log }: { db: Database; kms: Kms; sendMail: SendMail; log: Logger },
): KeptLog {
  const { origin, copies } = audit;
  const sign = checkpointSigner({
    origin,
    kms,
    version: keys.signers.auditCheckpoint,
    copies: [
      ...(copies.folder === null ? [] : [folderCopy(copies.folder, systemClock.now)]),
      ...copies.buckets.map(copyIn),
    ],
  });
  const send: CheckpointMailing["send"] = (to, mail, signal) => sendMail(mailTo(to, mail), signal);
  const { addresses, everyMs } = copies.mail;
  const mailings = addresses.map((to) => ({ origin, to, everyMs, send, deadlineMs: mailDeadlineMs }));
  const actor = { type: "system", job: "audit.log" } as const;
  const keeping = { sign, mailings, origin };
  return keepAuditLog({ db, clock: systemClock, actor, requestId: "audit-log" }, keeping, log);
}

function copyIn(address: BucketAddress): CheckpointCopy {
  const bucket = address.kind === "google" ? googleBucket(address) : s3Bucket(address, systemClock.now);
  return bucketCopy(bucket, address.prefix);
}

/** For auditors, who are no users of the portal and have no language there. */
export function mailTo(to: string, { origin, size, notes }: CheckpointMail): Parameters<SendMail>[0] {
  return {
    to,
    subject: `Audit log ${origin}: ${size} entries`,
    body: new Secret(
      `The attached file holds signed checkpoints of the audit log ${origin}, the last one of ${size} entries.\n` +
        "Keep it where nobody can change it. Whoever has it can show later whether anything in the log was\n" +
        "changed: give it to the verifier as --checkpoint (npm run audit:verify).\n",
    ),
    attachment: { name: `${size}.checkpoints`, content: notes },
  };
}
