import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { folderCopy } from "#lib/audit/folder-copy.ts";
import { keepAuditLog } from "#lib/audit/keep-log.ts";
import type { CheckpointMail } from "#lib/audit/mail-checkpoints.ts";
import { checkpointSigner } from "#lib/audit/sign-checkpoint.ts";
import { createLogger } from "#lib/config/logger.ts";
import { openDatabase } from "#lib/db/database.ts";
import { smtpSender } from "#lib/identity/smtp.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms } from "#lib/keys/kms.ts";
import { mailTo } from "#lib/worker-audit-log.ts";

/** What a process that keeps the log until it is killed is told. */
export interface KeeperPlan {
  readonly dataUrl: string;
  readonly ca: string;
  readonly kms: { readonly port: number; readonly caFile: string; readonly token: string };
  readonly version: string;
  readonly origin: string;
  readonly copies: string;
  /** The mail server, for which nothing is too long here, and a mailbox that is sent checkpoints. */
  readonly mail?: { readonly url: string; readonly to: string };
}

/** The worker's part that keeps the audit log, as a process of its own: what a test kills, again and again. */
const plan: KeeperPlan = JSON.parse(await text(process.stdin));
const { port, caFile, token } = plan.kms;
const kms = await connectKms({
  endpoint: { host: "localhost", port, ca: readFileSync(caFile, "utf8"), token: new Secret(token) },
});
const clock = { now: () => new Date() };
const sign = checkpointSigner({
  origin: plan.origin,
  kms,
  version: plan.version as KeyVersionName,
  copies: [folderCopy(plan.copies, clock.now)],
});
const db = openDatabase({ url: new Secret(plan.dataUrl), ca: plan.ca }, { size: 3, name: "log-keeper" });
const actor = { type: "system", job: "audit.log" } as const;
const { mail } = plan;
const sendMail = mail && smtpSender(new Secret(mail.url), "Licet <no-reply@licet.example>");
const mailings =
  mail && sendMail
    ? [
        {
          origin: plan.origin,
          to: mail.to,
          everyMs: 3_600_000,
          deadlineMs: 600_000,
          send: (to: string, what: CheckpointMail, signal: AbortSignal) => sendMail(mailTo(to, what), signal),
        },
      ]
    : [];
keepAuditLog({ db, clock, actor, requestId: "keeper" }, { sign, mailings }, createLogger("keeper", "error"));
console.log("ready");
