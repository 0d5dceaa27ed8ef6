import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import {
  type CallRule,
  type EgressLimits,
  type EgressPolicy,
  usualLimits,
} from "#lib/egress/egress-policy.ts";
import { selfSigned } from "#sandbox/start-for-test.ts";

export interface StubBank {
  readonly host: string;
  readonly origin: string;
  readonly certificate: string;
  /** Every request whose head has arrived, as `METHOD /path`. */
  readonly heard: string[];
  /** Connections opened so far. */
  connections(): number;
  policy(more?: Partial<EgressPolicy>, limits?: Partial<EgressLimits>): EgressPolicy;
  close(): Promise<void>;
}

const everything: readonly CallRule[] = (["GET", "POST", "PUT", "DELETE"] as const).map((method) => ({
  method,
  path: /^\//,
}));

/** A server over TLS that answers as a test says, however badly. */
export async function startStubBank(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  address = "127.0.0.1",
): Promise<StubBank> {
  const { cert, key } = await selfSigned();
  const heard: string[] = [];
  const sockets = new Set<Duplex>();
  let opened = 0;
  const server = createServer({ cert, key }, (request, response) => {
    heard.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  server.on("connection", (socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  const host = `${address === "127.0.0.1" ? "localhost" : address}:${port}`;
  return {
    host,
    origin: `https://${host}`,
    certificate: cert,
    heard,
    connections: () => opened,
    policy: (more = {}, limits = {}) => ({
      allowedHosts: [host],
      isSandbox: true,
      rules: everything,
      clientTls: null,
      certificateAuthorities: [cert],
      limits: { ...usualLimits, ...limits },
      ...more,
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
