import type { Html } from "./html.ts";

const refuseEverything = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** On every response of the sandbox. A handler that sets one of these itself wins. */
export const defaultHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy": refuseEverything,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export function htmlAnswer(page: Html, contentSecurityPolicy: string, status = 200): Response {
  return new Response(page.markup, {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": contentSecurityPolicy },
  });
}

export function jsonAnswer(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers });
}

/** 303, so that the browser follows a form post with a GET. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}
