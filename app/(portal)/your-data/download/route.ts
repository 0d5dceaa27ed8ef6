import { AppError } from "#lib/kernel/errors.ts";
import { exportOwnData } from "#lib/privacy/export-own-data.ts";
import { ownDataSources } from "#lib/server/own-data.ts";
import { enterPage } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { seeOther } from "#lib/server/see-other.ts";

/** Where whoever has not lately proved who they are does so, and what it leads back to. */
const confirmFirst = `/step-up?${new URLSearchParams({ next: "/your-data?confirmed=1" })}`;

/** Everything that is kept of whoever asks, as one file. */
export const GET = route(async () => {
  const { ctx, locale } = await enterPage("portal", "/your-data");
  try {
    const archive = await exportOwnData(ctx, { ...(await ownDataSources()), locale });
    const day = ctx.clock.now().toISOString().slice(0, 10);
    return new Response(new Uint8Array(archive), {
      headers: {
        "Content-Type": "application/zip",
        "Content-Length": String(archive.length),
        "Content-Disposition": `attachment; filename="licet-data-${day}.zip"`,
        "Cache-Control": "no-store",
      },
    });
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code === "auth.step_up_required")
      return seeOther(confirmFirst, []);
    throw refusal;
  }
});
