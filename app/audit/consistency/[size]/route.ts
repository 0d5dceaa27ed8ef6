import { AppError } from "#lib/kernel/errors.ts";
import { readPublishedConsistency } from "#lib/server/audit-log.ts";
import { route } from "#lib/server/problem.ts";

interface Params {
  readonly params: Promise<{ readonly size: string }>;
}

/** That the log continues the checkpoint of so many entries, for everybody who kept that one. */
export const GET = route(async (_request: Request, { params }: Params) => {
  const { size } = await params;
  if (!/^[1-9]\d{0,14}$/.test(size)) throw new AppError("audit.checkpoint_not_found");
  return new Response(await readPublishedConsistency(Number(size)), {
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });
});
