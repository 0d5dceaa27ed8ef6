import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { enterPage } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { receiptToKeep } from "#lib/server/receipts.ts";

interface Params {
  readonly params: Promise<{ readonly receipt: string }>;
}

/** A signed receipt with its proof, as a file to keep. `/check-receipt` and `npm run audit:verify` check it. */
export const GET = route(async (_request: Request, { params }: Params) => {
  const { ctx } = await enterPage("portal", "/home");
  const id = idSchema("rcp").safeParse((await params).receipt);
  if (!id.success) throw new AppError("receipt.not_found");
  return new Response(await receiptToKeep(ctx, id.data), {
    headers: {
      "Content-Type": "application/json",
      "Content-Disposition": `attachment; filename="${id.data}.json"`,
      "Cache-Control": "no-store",
    },
  });
});
