/**
 * The last stop of a sign-out, as a response of its own: `Clear-Site-Data` empties the browser's caches,
 * so that going back shows nothing. The cookie is gone and worthless before.
 */
export function GET(): Response {
  return new Response(null, {
    status: 303,
    headers: {
      Location: "/sign-in?notice=signedOut",
      "Clear-Site-Data": '"cache", "storage"',
      "Cache-Control": "no-store",
    },
  });
}
