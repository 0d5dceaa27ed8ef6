import { buildDirectory, webConfig } from "#lib/config/web-config.ts";
import { stylesheetHashes } from "./stylesheet-hashes.ts";

let hashes: readonly string[] | undefined;

/** A page's policy: its own scripts by nonce, its own styles by their hash, and nothing from anywhere else. */
export function contentSecurityPolicy(nonce: string): string {
  const { development, oidc } = webConfig();
  const script = [
    "'self'",
    `'nonce-${nonce}'`,
    "'strict-dynamic'",
    ...(development ? ["'unsafe-eval'"] : []),
  ];
  // Of one build they stay the same, so they are read once.
  hashes ??= development ? [] : stylesheetHashes(buildDirectory());
  const style = ["'self'", ...(development ? ["'unsafe-inline'"] : [`'nonce-${nonce}'`, ...hashes])];
  const form = ["'self'", ...(oidc ? [oidc.browserOrigin] : [])];
  return [
    "default-src 'none'",
    `script-src ${script.join(" ")}`,
    `style-src ${style.join(" ")}`,
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
