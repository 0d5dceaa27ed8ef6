import type { AspspAccount } from "#lib/aspsp/records.ts";
import type { ChunkKey } from "#lib/records/chunk-key.ts";

/** What stays of an account when the bank names it anew, under its investor's own key: a dump shows no number of it. */
export const identityHashOf = (
  key: ChunkKey,
  institutionId: string,
  { identity: { scheme, value, currency } }: AspspAccount,
): Buffer => key.identify([institutionId, scheme, value, currency]);
