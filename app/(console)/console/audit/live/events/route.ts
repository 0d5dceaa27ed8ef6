import { enterPage, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { trailAskedOf, trailStream } from "#lib/server/trail.ts";

/** What is added to the log behind a place, for the page that follows it. */
export const GET = route(async (request: Request) => {
  const { ctx, locale } = await enterPage("console", "/console/audit/live");
  const { searchParams } = new URL(request.url);
  // A browser that comes back by itself says what it had last.
  const after = request.headers.get("last-event-id") ?? searchParams.get("after") ?? "";
  const asked = trailAskedOf(request.url);
  const following = { asked, after, signal: request.signal };
  const stream = await orStepUp(ctx, "/console/audit/live", () => trailStream(ctx, locale, following));
  return new Response(stream, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store",
      "X-Accel-Buffering": "no",
    },
  });
});
