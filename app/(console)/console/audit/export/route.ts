import { listFile } from "#lib/server/list-file.ts";
import { trailAsked, trailFile } from "#lib/server/trail.ts";

/** The entries that the page's address asks for, all of them, as CSV. */
export const GET = listFile("/console/audit", ({ ctx }, query) => trailFile(ctx, trailAsked(query)));
