import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { receiptOfFirmOnPaper } from "#lib/server/receipts.ts";

interface Params {
  readonly params: Promise<{ readonly receipt: string }>;
}

/** A receipt for reading, in the language of whoever asks, with the signed file attached. */
export const GET = route(async (request: Request, { params }: Params) => {
  const { receipt: given } = await params;
  const path = `/console/receipts/${given}`;
  requireOwnLink(request, path);
  const { ctx, locale } = await enterPage("console", path);
  const id = idInAddress("rcp", given);
  const body = await orStepUp(ctx, path, async () =>
    Uint8Array.from(await receiptOfFirmOnPaper(ctx, id, locale)),
  );
  return new Response(body, {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": `attachment; filename="${id}.pdf"`,
      "Cache-Control": "no-store",
    },
  });
});
