import { idSchema } from "#lib/kernel/id.ts";

/**
 * Where whoever had their data erased is sent on: it empties the browser's caches, as signing out does, so that going
 * back shows nothing.
 */
export function GET(request: Request): Response {
  const reference = idSchema("era").safeParse(new URL(request.url).searchParams.get("reference"));
  const query = reference.success ? `?${new URLSearchParams({ reference: reference.data })}` : "";
  return new Response(null, {
    status: 303,
    headers: {
      Location: `/erasure${query}`,
      "Clear-Site-Data": '"cache", "storage"',
      "Cache-Control": "no-store",
    },
  });
}
