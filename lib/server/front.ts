import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import compression from "compression";
import type { WebConfig } from "#lib/config/web-config.ts";
import { type ErrorCode, errorCatalogue } from "#lib/kernel/errors.ts";
import { during, tell } from "#lib/kernel/told.ts";
import { answerPlainly } from "./answer-plainly.ts";
import { frontHeaders } from "./front-headers.ts";
import { inlineStyles, type StyleAt } from "./inline-styles.ts";
import type { RouteOf } from "./route-templates.ts";

/** Headers that frameworks and proxies believe. From outside they are never believed. */
const untrusted =
  /^(x-forwarded-|x-middleware-|x-invoke-|x-nextjs-|x-matched-path$|x-real-ip$|x-original-|x-rewrite-|forwarded$|x-licet-|x-prerender-|x-vercel-|x-http-method)/;

const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);

/** Pages that Next keeps for its own use. Asked for by name, they would be answered from a cache, with an old nonce. */
const inner = /^\/(_|%5f)(?!next\/)/i;

/** More than any form or sealed access needs; Next's own limit for a server action is 1 MB. */
const largestBodyBytes = 1_100_000;

/** Files that never change under their name say so themselves. */
const unchanging = /^\/(_next\/static\/|brand\/|icon\.svg)/;

/** On every response, also those of errors, redirects and files. Pages add their own policy with a nonce. */
const securityHeaders = {
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "Content-Security-Policy":
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "X-Frame-Options": "DENY",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  "Cache-Control": "no-store",
} as const;

/** The address that a bank sends a browser back to may hold its code, and an invitation's its secret: only whose site it is goes on from there. */
const returning = /^\/(bank-access\/return|invitation)(?![a-z])/i;

/** What is told as it happens is neither kept nor compressed nor gathered by whoever stands between. */
const live = /\/confirm\/events(\?|$)/;

type Next = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Stands before Next on every request: known host, known method, same site, no forged header. It knows
 * nothing of people or permissions; those are the use cases' and the database's.
 */
export function front(
  config: Pick<WebConfig, "origin" | "consoleOrigin" | "trustedProxies" | "development">,
  next: Next,
  routeOf: RouteOf = () => "other",
  styleAt?: StyleAt,
) {
  const compress = compression();
  const origins = new Map(
    [config.origin, config.consoleOrigin].map((origin) => [new URL(origin).host, origin]),
  );

  const serve = async (
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<void> => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    response.setHeader("X-Request-Id", requestId);
    if (unchanging.test(request.url ?? "")) response.removeHeader("Cache-Control");

    if (returning.test(request.url ?? "")) response.setHeader("Referrer-Policy", "strict-origin");

    if (live.test(request.url ?? "")) response.setHeader("Cache-Control", "no-store, no-transform");

    const remoteAddress = remoteAddressOf(request, config.trustedProxies);
    for (const name of Object.keys(request.headers)) if (untrusted.test(name)) delete request.headers[name];

    const origin = origins.get(request.headers.host ?? "");
    const refusal = refusalOf(request, origin);
    if (refusal || !origin) return problem(response, refusal ?? "request.wrong_host", requestId);

    request.headers[frontHeaders.origin] = origin;
    request.headers[frontHeaders.remoteAddress] = remoteAddress;
    request.headers[frontHeaders.requestId] = requestId;
    // Each of these looks at what the ones after it write.
    answerPlainly(request, response, { requestId, development: config.development });
    compress(request, response, () => {});
    if (styleAt) inlineStyles(request, response, styleAt);
    await next(request, response);
  };

  return (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomUUID();
    const method = methods.has(request.method ?? "") ? String(request.method) : "other";
    return during("request", { requestId, method, route: routeOf(request.url ?? "") }, (end) => {
      response.once("close", () =>
        end({ status: response.writableFinished ? String(response.statusCode) : "aborted" }),
      );
      return serve(request, response, requestId);
    });
  };
}

function refusalOf(request: IncomingMessage, origin: string | undefined): ErrorCode | null {
  if (!methods.has(request.method ?? "")) return "request.method_not_allowed";
  if (!origin) return "request.wrong_host";
  if (!request.url?.startsWith("/") || request.url.startsWith("//")) return "request.invalid";
  if (inner.test(request.url)) return "request.not_found";
  if (request.method === "POST" && !isSameSite(request, origin)) return "auth.cross_site";
  return sizeRefusalOf(request);
}

/** A body is known to be small before any of it is read, whoever would read it. */
function sizeRefusalOf({ headers }: IncomingMessage): ErrorCode | null {
  if (headers["transfer-encoding"] !== undefined) return "request.length_required";
  return Number(headers["content-length"] ?? 0) > largestBodyBytes ? "request.too_large" : null;
}

/** Browsers state where a POST comes from; one that does not say is refused like one from elsewhere. */
function isSameSite(request: IncomingMessage, origin: string): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  return request.headers.origin === origin;
}

/** The peer, or the address that the outermost of our own proxies saw: the client can only write further left. */
export function remoteAddressOf(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? "unknown";
  if (trustedProxies === 0) return peer;
  const claimed = String(request.headers["x-forwarded-for"] ?? "").split(",");
  return claimed.at(-trustedProxies)?.trim() || peer;
}

function problem(response: ServerResponse, code: ErrorCode, requestId: string): void {
  tell("refused", { code, where: "front" });
  response.statusCode = errorCatalogue[code].status;
  // What was sent with a refused request is not read.
  response.setHeader("Connection", "close");
  if (code === "request.method_not_allowed") response.setHeader("Allow", [...methods].join(", "));
  response.setHeader("Content-Type", "application/problem+json");
  response.end(
    JSON.stringify({ type: `urn:licet:problem:${code}`, status: response.statusCode, code, requestId }),
  );
}
