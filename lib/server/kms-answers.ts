import "server-only";

import { setTimeout as timeout } from "node:timers/promises";
import { webConfig } from "#lib/config/web-config.ts";
import { log } from "./log.ts";
import { kms } from "./pools.ts";

const patienceMs = 3_000;

/** Whether the KMS answers this process soon enough, asked for a public key that it may see. */
export async function kmsAnswers(): Promise<boolean> {
  try {
    const answer = kms().then((client) => client.publicKey(webConfig().kms.keys.signers.receipt));
    return await Promise.race([answer.then(() => true), timeout(patienceMs, false)]);
  } catch (err) {
    log().warn({ err }, "kms.silent");
    return false;
  }
}
