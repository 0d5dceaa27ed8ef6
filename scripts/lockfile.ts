import { readFileSync, writeFileSync } from "node:fs";
import { completeLockfile, type Lockfile, missingOptional } from "#scripts/check/lockfile.ts";

const path = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8")) as Lockfile;
const missing = missingOptional(lock);

writeFileSync(path, `${JSON.stringify(completeLockfile(lock), null, 2)}\n`);
console.log(
  missing.length === 0
    ? "package-lock.json names every optional platform package."
    : `package-lock.json: added ${missing.map(({ name, version }) => `${name}@${version}`).join(", ")}.`,
);
