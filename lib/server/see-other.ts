/** A redirect with cookies. Relative, so that it stays at the hostname that was asked. */
export function seeOther(location: string, setCookies: readonly string[]): Response {
  const headers = new Headers({ Location: location, "Cache-Control": "no-store" });
  for (const cookie of setCookies) headers.append("Set-Cookie", cookie);
  return new Response(null, { status: 303, headers });
}
