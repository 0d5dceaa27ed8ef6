import { AuditLogError } from "./audit-log-error.ts";
import type { Bucket } from "./bucket.ts";
import { readUnverified } from "./checkpoint.ts";
import type { CheckpointCopy } from "./checkpoint-copy.ts";
import { saysTheSame } from "./every-copy.ts";

const ending = ".checkpoint";
/** Sizes are safe integers, which have 16 digits at the most. */
const digits = 18;
const digitsPerFolder = 3;

/**
 * Checkpoints as objects of a bucket, one each, which are never replaced. The name is the log's size in groups of
 * three digits, so that the largest is found by six short listings and whatever the clocks say.
 */
export function bucketCopy(bucket: Bucket, prefix: string): CheckpointCopy {
  return {
    async last(origin) {
      const name = await largestBelow(bucket, folderOf(prefix, origin), digits / digitsPerFolder);
      if (name === null) return null;
      const note = await bucket.read(name);
      const checkpoint = readUnverified(note);
      if (!checkpoint || objectName(prefix, checkpoint) !== name) throw new AuditLogError("copyUnreadable");
      return note;
    },
    async add(note) {
      const checkpoint = readUnverified(note);
      if (!checkpoint) throw new AuditLogError("copyUnreadable");
      const name = objectName(prefix, checkpoint);
      if (await bucket.create(name, note)) return;
      // It may be our own of an attempt whose answer was lost. Of another log it is what a copy is there to find.
      if (!saysTheSame(await bucket.read(name), note)) throw new AuditLogError("copyDiffers");
    },
  };
}

/** The log's name is one folder, whatever is in it: no other log's objects can lie below. */
const folderOf = (prefix: string, origin: string) => `${prefix}${encodeURIComponent(origin)}/`;

function objectName(prefix: string, { origin, size }: { origin: string; size: number }): string {
  const groups = String(size).padStart(digits, "0").match(/\d{3}/g) ?? [];
  return `${folderOf(prefix, origin)}${groups.join("/")}${ending}`;
}

/** What else lies there is passed over; a folder whose end was never written is not. */
async function largestBelow(bucket: Bucket, folder: string, levels: number): Promise<string | null> {
  const pattern = levels === 1 ? /^\d{3}\.checkpoint$/ : /^\d{3}\/$/;
  const names = (await bucket.list(folder)).filter((name) => pattern.test(name.slice(folder.length)));
  for (const name of names.sort().reverse()) {
    const found = levels === 1 ? name : await largestBelow(bucket, name, levels - 1);
    if (found !== null) return found;
  }
  return null;
}
