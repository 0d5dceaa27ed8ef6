import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { entryProof } from "#lib/server/trail.ts";

interface Params {
  readonly params: Promise<{ readonly event: string }>;
}

/** An entry's proof, for the page that checks it: hashes and the signed checkpoint, and nothing of what happened. */
export const GET = route(async (_request: Request, { params }: Params) => {
  const { event } = await params;
  const path = `/console/audit/${encodeURIComponent(event)}`;
  const { ctx } = await enterPage("console", path);
  const eventId = idInAddress("evt", event);
  const proof = await orStepUp(ctx, path, () => entryProof(ctx, eventId));
  return new Response(proof, {
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
});
