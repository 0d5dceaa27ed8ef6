/** Liveness: this process answers. It asks nothing else, so a database that is down does not restart the web server. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}
