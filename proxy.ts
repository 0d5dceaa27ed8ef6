import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { webConfig } from "#lib/config/web-config.ts";

/**
 * Gives every page its content security policy with a nonce of its own. Nothing else: who may see what
 * is decided in the use cases and in the database, with or without this file.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = { matcher: ["/((?!_next/|api/|icon.svg).*)"] };

function contentSecurityPolicy(nonce: string): string {
  const { development, oidc } = webConfig();
  const script = ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(development ? ["'unsafe-eval'"] : [])];
  const form = ["'self'", ...(oidc ? [oidc.browserOrigin] : [])];
  return [
    "default-src 'none'",
    `script-src ${script.join(" ")}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    // Browsers hold a form's redirects to this too, and the staff sign-in leads to the identity provider.
    `form-action ${form.join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}
