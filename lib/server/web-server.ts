import { createServer as createPlainServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { WebConfig } from "#lib/config/web-config.ts";

const limits = {
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16_384,
};
/** Longer than anything of ours is silent: a stream says something every quarter of a minute, a transaction lasts half of one. */
const longestSilenceMs = 120_000;

/** The server for browsers. Whoever neither sends nor takes anything any more is let go, in the middle of a file too. */
export function createWebServer({ tls }: Pick<WebConfig, "tls">, silenceMs = longestSilenceMs): Server {
  const server = tls
    ? createTlsServer({ ...limits, cert: tls.cert, key: tls.key.reveal(), minVersion: "TLSv1.2" })
    : createPlainServer(limits);
  return server.setTimeout(silenceMs);
}
