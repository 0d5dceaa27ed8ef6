import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { stopLeftovers } from "./leftovers.ts";
import { isLocked, takeLock } from "./lock.ts";
import { StopSentence } from "./stop-sentence.ts";

const marker = "licet-directory";
const ownEntries = [
  "tls",
  "postgres",
  "audit-copies",
  "native",
  "logs",
  "run",
  "secrets.json",
  "people.json",
  "outside.json",
  marker,
];

/** A folder for the state of one command, recognisable as ours. One that holds our names but is not ours is refused. */
export function openDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true });
  if (!existsSync(join(directory, marker))) {
    const foreign = readdirSync(directory).find((name) => ownEntries.includes(name));
    if (foreign) {
      throw new StopSentence(
        `${directory} holds ${foreign} and was not made by Licet: look at it, and move it away if Licet may use that folder.`,
      );
    }
    writeFileSync(
      join(directory, marker),
      "State of a local Licet. Delete it with: npm run demo -- --reset\n",
    );
  }
  // Everybody may pass through, because PostgreSQL runs as nobody under root; what is inside has its own rights.
  chmodSync(directory, 0o711);
}

/** Takes the folder for this process; the answer gives it back. */
export async function holdDirectory(directory: string): Promise<() => void> {
  const lock = await takeLock(join(directory, "lock.json"));
  if ("release" in lock) return lock.release;
  throw new StopSentence(
    `Licet already runs from this folder (process ${lock.heldBy}): use that one, or stop it with kill ${lock.heldBy}.`,
  );
}

/** Deletes the state we made, and nothing else that somebody may have put beside it. */
export function emptyDirectory(directory: string): void {
  if (!existsSync(join(directory, marker))) return;
  removeOutside(directory);
  for (const name of ownEntries) rmSync(join(directory, name), { recursive: true, force: true });
}

/** PostgreSQL's own folder, where it could not be inside (see postgres-place.ts). */
function removeOutside(directory: string): void {
  const pointer = join(directory, "outside.json");
  if (!existsSync(pointer)) return;
  const { path } = JSON.parse(readFileSync(pointer, "utf8")) as { path: string };
  const owner = join(path, marker);
  if (existsSync(owner) && readFileSync(owner, "utf8") === directory)
    rmSync(path, { recursive: true, force: true });
}

export interface ThrowAwayDirectory {
  readonly path: string;
  remove(): void;
}

/** A folder for one run of the tests. What killed runs have left, processes and files, is cleared first. */
export async function throwAwayDirectory(parent: string, name: string): Promise<ThrowAwayDirectory> {
  mkdirSync(parent, { recursive: true });
  chmodSync(parent, 0o711);
  for (const entry of readdirSync(parent)) {
    const old = join(parent, entry);
    if (
      !existsSync(join(old, marker)) ||
      !existsSync(join(old, "lock.json")) ||
      isLocked(join(old, "lock.json"))
    )
      continue;
    await stopLeftovers(old);
    emptyDirectory(old);
    rmSync(old, { recursive: true, force: true });
  }
  const path = mkdtempSync(join(parent, `${name}-`));
  const release = await holdDirectory(path);
  openDirectory(path);
  return {
    path,
    remove() {
      emptyDirectory(path);
      release();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
