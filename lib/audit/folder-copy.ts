import { randomBytes } from "node:crypto";
import { mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { AuditLogError } from "./audit-log-error.ts";
import { readUnverified, splitNotes } from "./checkpoint.ts";
import type { CheckpointCopy } from "./checkpoint-copy.ts";

const ending = ".checkpoints";
/** More than two notes of any name that we sign. */
const tailBytes = 8_192;

/**
 * Checkpoints in files of a folder, one a day and process, which are only ever appended to. A note that was cut off
 * by a crash is the last of its file and is passed over; what follows goes to another file.
 */
export function folderCopy(folder: string, now: () => Date): CheckpointCopy {
  let current: { readonly day: string; readonly path: string } | null = null;

  const pathOf = async (at: Date): Promise<string> => {
    const day = at.toISOString().slice(0, 10);
    if (current?.day === day) return current.path;
    await mkdir(folder, { recursive: true });
    const name = `${at.toISOString().replaceAll(":", "-")}-${randomBytes(4).toString("hex")}${ending}`;
    current = { day, path: join(folder, name) };
    await writeDurably(current.path, "ax", "");
    await flushFolder(folder);
    return current.path;
  };

  return {
    last: (origin) => lastIn(folder, origin),
    async add(note) {
      try {
        await writeDurably(await pathOf(now()), "a", note);
      } catch (cause) {
        // Nobody knows what of the note is there.
        current = null;
        throw cause;
      }
    },
  };
}

async function writeDurably(path: string, flag: "a" | "ax", text: string): Promise<void> {
  const file = await open(path, flag, 0o644);
  try {
    await file.appendFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new file is there after a power cut only once its folder was flushed too. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

async function lastIn(folder: string, origin: string): Promise<string | null> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  let largest: { readonly size: number; readonly note: string } | null = null;
  for (const name of names.filter((one) => one.endsWith(ending))) {
    for (const note of await lastNotes(join(folder, name))) {
      const checkpoint = readUnverified(note);
      if (!checkpoint) throw new AuditLogError("copyUnreadable");
      if (checkpoint.origin === origin && checkpoint.size >= (largest?.size ?? 0)) {
        largest = { size: checkpoint.size, note };
      }
    }
  }
  return largest?.note ?? null;
}

/** The whole notes at the end of a file: within one, sizes only grow. */
async function lastNotes(path: string): Promise<readonly string[]> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(tailBytes), 0, tailBytes, from);
    const notes = splitNotes(buffer.toString("utf8", 0, bytesRead));
    return from === 0 ? notes : notes.slice(1);
  } finally {
    await file.close();
  }
}
