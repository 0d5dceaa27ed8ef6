import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { folderCopy } from "#lib/audit/folder-copy.ts";
import { keepAuditLog } from "#lib/audit/keep-log.ts";
import { checkpointSigner } from "#lib/audit/sign-checkpoint.ts";
import { createLogger } from "#lib/config/logger.ts";
import { openDatabase } from "#lib/db/database.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms } from "#lib/keys/kms.ts";

/** What a process that keeps the log until it is killed is told. */
export interface KeeperPlan {
  readonly dataUrl: string;
  readonly ca: string;
  readonly kms: { readonly port: number; readonly caFile: string; readonly token: string };
  readonly version: string;
  readonly origin: string;
  readonly copies: string;
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
  copy: folderCopy(plan.copies, clock.now),
});
const db = openDatabase({ url: new Secret(plan.dataUrl), ca: plan.ca }, { size: 3, name: "log-keeper" });
const actor = { type: "system", job: "audit.log" } as const;
keepAuditLog({ db, clock, actor, requestId: "keeper" }, sign, createLogger("keeper", "error"));
console.log("ready");
