import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { enterPage } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { receiptOnPaper } from "#lib/server/receipts.ts";

interface Params {
  readonly params: Promise<{ readonly receipt: string }>;
}

/** A receipt for reading, in the reader's language, with the signed file attached. */
export const GET = route(async (_request: Request, { params }: Params) => {
  const { ctx, locale } = await enterPage("portal", "/home");
  const id = idSchema("rcp").safeParse((await params).receipt);
  if (!id.success) throw new AppError("receipt.not_found");
  return new Response(Uint8Array.from(await receiptOnPaper(ctx, id.data, locale)), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": `attachment; filename="${id.data}.pdf"`,
      "Cache-Control": "no-store",
    },
  });
});
