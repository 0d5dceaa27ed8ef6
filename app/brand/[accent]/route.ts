import { accentStylesheet } from "#lib/kernel/accent-stylesheet.ts";

/** A firm's accent as a stylesheet. It depends on the address alone, so everyone may read it and keep it. */
export async function GET(_request: Request, { params }: RouteContext<"/brand/[accent]">) {
  const css = accentStylesheet((await params).accent);
  if (css === null) return new Response(null, { status: 404 });
  return new Response(css, {
    headers: {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
}
