import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import type { NamedEntry, TrailEntry } from "#lib/audit/view.ts";
import { plainText } from "#lib/files/plain-text.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import { listNames } from "./list-names.ts";

const person = idSchema("per");

/** Entries with the names of who acted and of whom it happened to: the trail itself holds identifiers only. */
export async function nameEntries(
  ctx: Context,
  entries: readonly TrailEntry[],
): Promise<readonly NamedEntry[]> {
  requirePermission(ctx, "person.list");
  const ids = [...new Set(entries.flatMap(({ actorId, subjectId }) => [actorId, subjectId]))];
  const people = ids.flatMap((id) => (person.safeParse(id).success ? [id as PersonId] : []));
  const found =
    people.length === 0
      ? new Map<PersonId, { name: string }>()
      : await inSearchTransaction(ctx, (tx) => listNames(tx, ctx, people));
  const nameOf = (id: string | null): string | null => {
    const known = found.get(id as PersonId);
    return known ? plainText(known.name) : null;
  };
  return entries.map((entry) => ({
    ...entry,
    actorName: nameOf(entry.actorId),
    subjectName: nameOf(entry.subjectId),
  }));
}
