import { z } from "zod";

import { AspspError } from "#lib/aspsp/failure.ts";

/** How an account is found again under the same consent. */
const Handle = z.strictObject({ customerId: z.string().min(1), accountId: z.string().min(1) });
export type Handle = z.output<typeof Handle>;

export const packHandle = (handle: Handle): string => JSON.stringify(handle);

export function unpackHandle(handle: string): Handle {
  try {
    return Handle.parse(JSON.parse(handle));
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : "";
    throw new AspspError("accountGone", { call: "handle" }, { cause: kind });
  }
}
