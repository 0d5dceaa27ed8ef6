import { z } from "zod";

import { AspspError } from "#lib/aspsp/failure.ts";
import { standardUrl } from "./talk.ts";
import type { Xs2aInstitution } from "./xs2a-institution.ts";

/** How an account is found again under the same consent: its resource, and the bank's own links to its parts. */
const Handle = z.strictObject({
  path: z.enum(["accounts", "card-accounts"]),
  resourceId: z.string().min(1),
  balances: z.string().nullable(),
  transactions: z.string().nullable(),
});
export type Handle = z.output<typeof Handle>;

export const packHandle = (handle: Handle): string => JSON.stringify(handle);

export function unpackHandle(handle: string): Handle {
  try {
    return Handle.parse(JSON.parse(handle));
  } catch (cause) {
    throw new AspspError(
      "accountGone",
      { call: "handle" },
      { cause: cause instanceof Error ? cause.name : "" },
    );
  }
}

/** Some banks link nothing from an account. Then the standard says where its parts are. */
export function partUrl(
  institution: Xs2aInstitution,
  handle: Handle,
  part: "balances" | "transactions" | "details",
): string {
  const linked = part === "details" ? null : handle[part];
  if (linked !== null) return linked;
  const path = `${handle.path}/${encodeURIComponent(handle.resourceId)}`;
  return standardUrl(institution, part === "details" ? path : `${path}/${part}`);
}
