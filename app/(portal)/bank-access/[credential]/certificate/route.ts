import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { enterPage } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { readBankCertificate } from "#lib/server/vault.ts";

interface Params {
  readonly params: Promise<{ readonly credential: string }>;
}

/** The signed certificate of a deletion, as a file to keep. `/api/keys` has the key that it is verified with. */
export const GET = route(async (_request: Request, { params }: Params) => {
  const { ctx } = await enterPage("portal", "/bank-access");
  const id = idSchema("crd").safeParse((await params).credential);
  if (!id.success) throw new AppError("vault.credential_not_found");
  return new Response(await readBankCertificate(ctx, id.data), {
    headers: {
      // RFC 7515, 9.2.1: a JWS in compact form.
      "Content-Type": "application/jose",
      "Content-Disposition": `attachment; filename="deletion-${id.data}.jws"`,
      "Cache-Control": "no-store",
    },
  });
});
