import { z } from "zod";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { readPicture } from "#lib/server/authorisations.ts";
import { enterPage } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";

interface Params {
  readonly params: Promise<{ readonly connection: string }>;
}

const Picture = z.object({
  authorisation: idSchema("aut"),
  step: z.coerce.number().int().min(1).max(10_000),
});

/** The picture of the step that is asked now. */
export const GET = route(async (request: Request, { params }: Params) => {
  const { connection } = await params;
  const { ctx } = await enterPage("portal", `/bank-access/${encodeURIComponent(connection)}/confirm`);
  const asked = Picture.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success) throw new AppError("authorisation.not_found");
  const { mediaType, bytes } = await readPicture(ctx, {
    authorisationId: asked.data.authorisation,
    step: asked.data.step,
  });
  return new Response(Buffer.from(bytes), {
    headers: { "Content-Type": mediaType, "Cache-Control": "no-store" },
  });
});
