import { randomBytes } from "node:crypto";

import { htmlAnswer } from "./answer.ts";
import { Html, html, type Renderable } from "./html.ts";

export interface Page {
  readonly title: string;
  /** Paths of stylesheets. They are files, because the live refresh parses whole pages and inline style would trip the policy. */
  readonly styles: readonly string[];
  readonly bodyClass: string;
  readonly body: Renderable;
  readonly script?: string;
  /** Where a form on the page may lead, redirects included. Empty: the page has no form. */
  readonly formTargets: readonly string[];
  readonly status?: number;
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect x='4' y='1' width='8' height='14' rx='2' fill='%23175a5e'/%3E%3C/svg%3E";

/** A whole page whose one script runs by a nonce made for this answer alone. Nothing comes from elsewhere. */
export function pageAnswer(page: Page): Response {
  const nonce = randomBytes(16).toString("base64url");
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "img-src data:",
    `form-action ${page.formTargets.join(" ") || "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<link rel="icon" href="${icon}">
${page.styles.map(
  (path) => html`<link rel="stylesheet" href="${path}">
`,
)}
</head>
<body class="${page.bodyClass}">
${page.body}
${page.script ? html`<script nonce="${nonce}">${new Html(page.script)}</script>` : null}
</body>
</html>
`;
  return htmlAnswer(document, policy.join("; "), page.status);
}
