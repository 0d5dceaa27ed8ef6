import { AuditLogError } from "./audit-log-error.ts";
import { readUnverified } from "./checkpoint.ts";
import type { CheckpointCopy } from "./checkpoint-copy.ts";

/**
 * Several places as one, each a witness of its own: a note is kept when it is in all of them, and where two hold
 * different logs nothing goes on. A place that failed gets the note at the next attempt, and no other gets it twice.
 */
export function everyCopy(copies: readonly CheckpointCopy[]): CheckpointCopy {
  const kept = new Map<CheckpointCopy, string | null>();
  return {
    async last(origin) {
      const notes = await allOf(copies, async (copy) => {
        const note = await copy.last(origin);
        kept.set(copy, note);
        return note;
      });
      return notes.reduce(larger, null);
    },
    async add(note) {
      const lacking = copies.filter((copy) => !saysTheSame(kept.get(copy) ?? null, note));
      await allOf(lacking, async (copy) => {
        await copy.add(note);
        kept.set(copy, note);
      });
    },
  };
}

/** Waits for every place, so that a slow one is not forgotten half-way, and then fails as the first that failed. */
async function allOf<T>(copies: readonly CheckpointCopy[], work: (copy: CheckpointCopy) => Promise<T>) {
  const settled = await Promise.allSettled(copies.map(work));
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

function larger(one: string | null, other: string | null): string | null {
  const [a, b] = [one, other].map((note) => (note === null ? null : readUnverified(note)));
  if (!a || !b) return one ?? other;
  if (a.size === b.size && !a.root.equals(b.root)) throw new AuditLogError("copyDiffers");
  return a.size >= b.size ? one : other;
}

/** The same log at the same size; the signature may be of another key. */
export function saysTheSame(one: string | null, other: string): boolean {
  const [a, b] = [one, other].map((note) => (note === null ? null : readUnverified(note)));
  return (
    a?.origin === b?.origin && a?.size === b?.size && a?.root.equals(b?.root ?? Buffer.alloc(0)) === true
  );
}
