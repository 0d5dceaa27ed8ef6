import { exportOwnData } from "#lib/privacy/export-own-data.ts";
import { ownDataSources } from "#lib/server/own-data.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";

/** Everything that is kept of whoever asks, as one file. */
export const GET = route(async (request: Request) => {
  requireOwnLink(request, "/your-data");
  const { ctx, locale } = await enterPage("portal", "/your-data");
  const sources = { ...(await ownDataSources()), locale };
  const archive = await orStepUp(ctx, "/your-data?confirmed=1", () => exportOwnData(ctx, sources));
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return new Response(new Uint8Array(archive), {
    headers: {
      "Content-Type": "application/zip",
      "Content-Length": String(archive.length),
      "Content-Disposition": `attachment; filename="licet-data-${day}.zip"`,
      "Cache-Control": "no-store",
    },
  });
});
