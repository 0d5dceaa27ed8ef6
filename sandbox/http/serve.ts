import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { TLSSocket } from "node:tls";

import { defaultHeaders, jsonAnswer } from "./answer.ts";
import { dispatch, type Refuse, type Route } from "./routes.ts";

const usualBodyLimitBytes = 64 * 1024;

export interface ServeOptions {
  readonly bodyLimitBytes?: number;
  /** Sees every request the moment its head has arrived, answered or refused. */
  readonly watch?: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  readonly refuse?: Refuse;
}

/**
 * Serves routes to this machine only. A foreign `Host` is refused, because a web page could otherwise
 * rebind its own name to loopback and read the mails; a change asked for by another site is refused too.
 */
export function serve(
  scheme: "http" | "https",
  port: number,
  routes: readonly Route[],
  { bodyLimitBytes = usualBodyLimitBytes, watch, refuse }: ServeOptions = {},
): RequestListener {
  const hosts = new Set([`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]);
  return (incoming, outgoing) => {
    watch?.(incoming, outgoing);
    answer(incoming)
      .then((response) => send(response, outgoing))
      .catch((cause: unknown) => {
        // A reader that leaves mid-stream ends the pipe early, which is no failure of ours.
        if (!outgoing.destroyed)
          process.stderr.write(`sandbox: ${incoming.method} failed: ${String(cause)}\n`);
        outgoing.destroy();
      });
  };

  async function answer(incoming: IncomingMessage): Promise<Response> {
    const host = incoming.headers.host ?? "";
    if (!hosts.has(host)) return jsonAnswer({ error: "unknown_host" }, 421);
    if (isForeignChange(incoming)) return jsonAnswer({ error: "cross_site" }, 403);
    const body = await readBody(incoming, bodyLimitBytes);
    if (body === null) return jsonAnswer({ error: "too_large" }, 413);
    const url = new URL(incoming.url ?? "/", `${scheme}://${host}`);
    return dispatch(routes, toRequest(incoming, url, body), refuse);
  }
}

function isForeignChange(incoming: IncomingMessage): boolean {
  const site = incoming.headers["sec-fetch-site"];
  const reads = incoming.method === "GET" || incoming.method === "HEAD";
  return !reads && site !== undefined && site !== "same-origin";
}

/** Reads to the end in any case, so that the refusal of a large body reaches its sender. */
async function readBody(
  incoming: IncomingMessage,
  bodyLimitBytes: number,
): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= bodyLimitBytes) chunks.push(chunk);
  }
  return bytes > bodyLimitBytes ? null : Buffer.concat(chunks);
}

function toRequest(incoming: IncomingMessage, url: URL, body: Buffer<ArrayBuffer>): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  headers.delete("client-cert");
  const certificate = incoming.socket instanceof TLSSocket && incoming.socket.getPeerCertificate().raw;
  // RFC 9440: how a server behind TLS is told who the caller is.
  if (certificate) headers.set("client-cert", `:${certificate.toString("base64")}:`);
  const method = incoming.method ?? "GET";
  const hasBody = body.length > 0 && (method === "POST" || method === "PUT");
  return new Request(url, { method, headers, body: hasBody ? body : null });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  // Set one by one, so that whoever watches can read them.
  outgoing.setHeaders(
    new Map(Object.entries({ ...defaultHeaders, ...Object.fromEntries(response.headers) })),
  );
  outgoing.writeHead(response.status);
  if (!response.body || outgoing.req.method === "HEAD") {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  await pipeline(response.body, outgoing);
}
