import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { StopSentence } from "./stop-sentence.ts";

const names = [
  "sessionSecret",
  "smtpPassword",
  "oidcClientSecret",
  "dataSuperuser",
  "dataOwner",
  "dataWeb",
  "dataWorker",
  "keysSuperuser",
  "keysOwner",
  "keysWeb",
  "keysWorker",
  "kmsWeb",
  "kmsWorker",
  "kmsOperator",
  "kmsLockAAdmin",
  "kmsLockBAdmin",
  "kmsSigningAdmin",
] as const;

/** Every secret of a local Licet. Hexadecimal, so that a URL takes them as they are. */
export type Secrets = Readonly<Record<(typeof names)[number], string>>;

/** The secrets of this folder, made at the first start and kept from then on; a later release may add some. */
export function readSecrets(directory: string): Secrets {
  const file = join(directory, "secrets.json");
  const known = existsSync(file) ? parse(file) : {};
  const secrets = Object.fromEntries(
    names.map((name) => [name, known[name] ?? randomBytes(32).toString("hex")]),
  );
  if (names.some((name) => known[name] === undefined)) {
    writeFileSync(`${file}.draft`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.draft`, file);
  }
  return secrets as Secrets;
}

function parse(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new StopSentence(
      `${file} is not readable JSON: put it back, or start over with npm run demo -- --reset.`,
    );
  }
}
