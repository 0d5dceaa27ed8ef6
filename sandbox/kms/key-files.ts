import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { type Key, versionStates } from "./key.ts";
import { algorithms, purposes } from "./purpose.ts";

const time = z.int().min(0);

const Stored = z.strictObject({
  format: z.literal(1),
  name: z.string(),
  purpose: z.enum(purposes),
  algorithm: z.enum(algorithms),
  createTime: time,
  destroyScheduledMs: time,
  primary: z.int().min(1).nullable(),
  versions: z.array(
    z.strictObject({
      id: z.int().min(1),
      state: z.enum(versionStates),
      createTime: time,
      generateTime: time.nullable(),
      destroyTime: time.nullable(),
      destroyEventTime: time.nullable(),
      material: z.base64().nullable(),
    }),
  ),
});

/** Makes the folder its owner's alone, drops half-written drafts, and reads every key that is there. */
export function readKeys(directory: string): Key[] {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const files = readdirSync(directory);
  for (const draft of files.filter((file) => file.endsWith(".draft"))) rmSync(join(directory, draft));
  return files.filter((file) => file.endsWith(".json")).map((file) => readKey(join(directory, file)));
}

function readKey(file: string): Key {
  try {
    const { format: _, ...key } = Stored.parse(JSON.parse(readFileSync(file, "utf8")));
    return key;
  } catch (cause) {
    // The cause could quote the material, so only its kind is told.
    throw new Error(`${file} is not a key file that this version can read.`, {
      cause: (cause as Error).name,
    });
  }
}

/** Old or new, never half: a new file takes the old one's place once it is on the disk. */
export function writeKey(directory: string, key: Key): void {
  const file = join(directory, fileName(key.name));
  const draft = openSync(`${file}.draft`, "w", 0o600);
  try {
    writeFileSync(draft, JSON.stringify({ format: 1, ...key }));
    fsyncSync(draft);
  } finally {
    closeSync(draft);
  }
  renameSync(`${file}.draft`, file);
  const folder = openSync(directory, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Readable by its last part, distinct by the hash of the whole, and never too long for a file system. */
function fileName(key: string): string {
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 16);
  return `${key.slice(key.lastIndexOf("/") + 1)}-${digest}.json`;
}
