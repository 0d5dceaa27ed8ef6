import { webConfig } from "#lib/config/web-config.ts";

/** A page's policy: its own scripts by nonce, and nothing from anywhere else. */
export function contentSecurityPolicy(nonce: string): string {
  const { development, oidc } = webConfig();
  const script = [
    "'self'",
    `'nonce-${nonce}'`,
    "'strict-dynamic'",
    ...(development ? ["'unsafe-eval'"] : []),
  ];
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
