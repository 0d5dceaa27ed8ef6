import "server-only";

import { webConfig } from "#lib/config/web-config.ts";
import { log } from "./log.ts";
import { kms } from "./pools.ts";

/** Whether the KMS answers this process, asked for a public key that it may see. */
export async function kmsAnswers(): Promise<boolean> {
  try {
    await (await kms()).publicKey(webConfig().kms.keys.signers.receipt);
    return true;
  } catch (err) {
    log().warn({ err }, "kms.silent");
    return false;
  }
}
