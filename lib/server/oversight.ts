import "server-only";

import { redirect } from "next/navigation";
import type { Context } from "#lib/access/context.ts";
import { recordRefusal } from "#lib/audit/record-refusal.ts";
import { AppError } from "#lib/kernel/errors.ts";

/** Where the page that was posted from shows what is no longer so, whoever posted is told that on the same page, read anew. */
export async function orFreshPage<T>(ctx: Context, address: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (refusal) {
    if (!(refusal instanceof AppError) || refusal.code !== "oversight.stale_preview") throw refusal;
    await recordRefusal(ctx, refusal, address);
    redirect(address);
  }
}
