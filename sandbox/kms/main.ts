import tls from "node:tls";

import { type KmsConfig, KmsConfigError, readKmsConfig } from "./config.ts";
import { type Kms, startKms } from "./kms.ts";

const warning = `
***********************************************************************
  THIS IS A STAND-IN FOR CLOUD KMS. Its keys lie unprotected in a folder.
  It is for the demo and the tests on this machine. NEVER for production.
***********************************************************************
`;

const log = (line: string): void => {
  process.stderr.write(`local KMS: ${line}\n`);
};

function stop(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

function configOrStop(): KmsConfig {
  try {
    return readKmsConfig(process.env);
  } catch (cause) {
    if (!(cause instanceof KmsConfigError)) throw cause;
    return stop(cause.message);
  }
}

async function startOrStop(config: KmsConfig): Promise<Kms> {
  try {
    return await startKms(config, log);
  } catch (cause) {
    return stop(`The local KMS cannot start: ${(cause as Error).message}`);
  }
}

const config = configOrStop();
process.stderr.write(warning);
tls.DEFAULT_MIN_VERSION = "TLSv1.3";
const kms = await startOrStop(config);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    kms.close().then(() => process.exit(0));
  });
}

process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
