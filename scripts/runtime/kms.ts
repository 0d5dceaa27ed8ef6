import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms } from "#lib/keys/kms.ts";
import { demoNames, firstVersion, writeDemoLayout } from "#sandbox/kms/demo-layout.ts";
import { publishTransportKey } from "../keys/publish.ts";
import type { KmsFiles, Setting } from "./environment.ts";
import type { Secrets } from "./secrets.ts";

const demoRegion = "eu-nl";

/** The stand-in's layout with every caller's token, and the names by which web and worker call its keys. */
export function writeKmsFiles(directory: string, secrets: Secrets): KmsFiles {
  const folder = join(directory, "kms");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = {
    directory: join(folder, "keys"),
    layout: join(folder, "layout.json"),
    keys: join(folder, "key-names.json"),
  };
  writeDemoLayout(files.layout, {
    web: secrets.kmsWeb,
    worker: secrets.kmsWorker,
    operator: secrets.kmsOperator,
    "lock-a-admin": secrets.kmsLockAAdmin,
    "lock-b-admin": secrets.kmsLockBAdmin,
    "signing-admin": secrets.kmsSigningAdmin,
  });
  const names = {
    regions: {
      [demoRegion]: {
        transport: demoNames.credentialTransport,
        wrap: demoNames.credentialWrap,
        records: demoNames.records,
        book: demoNames.book,
      },
    },
    signers: {
      receipt: firstVersion(demoNames.receipt),
      auditCheckpoint: firstVersion(demoNames.auditCheckpoint),
      transportKey: firstVersion(demoNames.transportKey),
    },
  };
  writeFileSync(files.keys, `${JSON.stringify(names, null, 2)}\n`);
  return files;
}

/** What an operator does once and before each expiry: signs Lock A's public key and publishes the statement. */
export async function publishDemoTransportKey(setting: Setting, ownerUrl: string): Promise<void> {
  const { authority } = setting.certificates;
  const token = new Secret(setting.secrets.kmsOperator);
  const kms = await connectKms({
    endpoint: { host: "localhost", port: setting.ports.kms, ca: authority, token },
  });
  try {
    await publishTransportKey({
      kms,
      ownerUrl,
      ca: authority,
      region: demoRegion,
      key: demoNames.credentialTransport as KeyName,
      kid: "1",
      signer: firstVersion(demoNames.transportKey) as KeyVersionName,
      days: 365,
    });
  } finally {
    await kms.close();
  }
}
