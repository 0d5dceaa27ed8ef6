import { z } from "zod";
import { idSchema } from "#lib/kernel/id.ts";
import { entryKinds } from "#lib/valuation/entry-kind.ts";
import { isDay } from "./days.ts";
import type { ReadOwnEntries } from "./read-own-entries.ts";

const day = z.string().refine(isDay).nullable().catch(null);

const querySchema = z.object({
  account: idSchema("acc").nullable().catch(null),
  kind: z.enum(entryKinds).nullable().catch(null),
  from: day,
  to: day,
  before: day,
  q: z.string().trim().min(1).max(100).nullable().catch(null),
});

/** What an address asks of the list of transactions. What it says wrongly counts as not said. */
export function parseEntriesQuery(
  parameters: Readonly<Record<string, string | string[] | undefined>>,
): ReadOwnEntries {
  const { account, kind, from, to, before, q } = querySchema.parse({ ...parameters });
  return { accountId: account, kind, from, to, before, search: q };
}
