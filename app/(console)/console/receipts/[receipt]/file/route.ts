import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { receiptOfFirmToKeep } from "#lib/server/receipts.ts";

interface Params {
  readonly params: Promise<{ readonly receipt: string }>;
}

/** A signed receipt with its proof, to hand on. `/check-receipt` and `npm run audit:verify` check it. */
export const GET = route(async (request: Request, { params }: Params) => {
  const { receipt: given } = await params;
  const path = `/console/receipts/${given}`;
  requireOwnLink(request, path);
  const { ctx } = await enterPage("console", path);
  const id = idInAddress("rcp", given);
  const body = await orStepUp(ctx, path, () => receiptOfFirmToKeep(ctx, id));
  return new Response(body, {
    headers: {
      "Content-Type": "application/json",
      "Content-Disposition": `attachment; filename="${id}.json"`,
      "Cache-Control": "no-store",
    },
  });
});
