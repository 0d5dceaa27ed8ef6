import { AppError } from "#lib/kernel/errors.ts";
import { type AuthorisationId, idSchema } from "#lib/kernel/id.ts";
import { authorisationStream } from "#lib/server/authorisation-stream.ts";
import { enterPage } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";

interface Params {
  readonly params: Promise<{ readonly connection: string }>;
}

/** The confirmation as it goes on, for the page that shows it. */
export const GET = route(async (request: Request, { params }: Params) => {
  const { connection } = await params;
  const { ctx } = await enterPage("portal", `/bank-access/${encodeURIComponent(connection)}/confirm`);
  const id = idSchema("aut").safeParse(new URL(request.url).searchParams.get("authorisation"));
  if (!id.success) throw new AppError("authorisation.not_found");
  const stream = await authorisationStream(ctx, id.data as AuthorisationId, connection, request.signal);
  return new Response(stream, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      // Proxies that gather what they pass on are told not to; the front says the same of keeping and compressing.
      "X-Accel-Buffering": "no",
    },
  });
});
