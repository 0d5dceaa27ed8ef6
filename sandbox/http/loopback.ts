import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";

/** What a listener of any protocol offers; node's own servers and the SMTP server both fit. */
export interface Listener {
  listen(port: number, host: string, listening: () => void): unknown;
  close(closed: () => void): unknown;
  once(event: "error", failed: (cause: NodeJS.ErrnoException) => void): unknown;
}

export type Close = () => Promise<void>;

/** Chromium tries both addresses for `localhost`; a machine without IPv6 is served on 127.0.0.1 alone. */
export async function listenOnLoopback(port: number, open: () => Listener): Promise<Close> {
  const closers = [await listen(open(), port, "127.0.0.1")];
  try {
    closers.push(await listen(open(), port, "::1"));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    if (!["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(code)) {
      await Promise.all(closers.map((close) => close()));
      throw cause;
    }
  }
  return async () => {
    await Promise.all(closers.map((close) => close()));
  };
}

function listen(listener: Listener, port: number, host: string): Promise<Close> {
  return new Promise((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(port, host, () => {
      resolve(() => new Promise((closed) => listener.close(() => closed())));
    });
  });
}

export function httpListener(handle: RequestListener): () => Listener {
  return () => closingAtOnce(createServer(handle));
}

export function httpsListener(
  handle: RequestListener,
  cert: string,
  key: string,
  /** Whether callers are asked for a certificate; who has none is served all the same. */
  asksForCertificate = false,
): () => Listener {
  const client = { requestCert: asksForCertificate, rejectUnauthorized: false };
  return () => closingAtOnce(createTlsServer({ cert, key, minVersion: "TLSv1.3", ...client }, handle));
}

/** Browsers keep connections open for minutes; closing must not wait for them. */
function closingAtOnce(server: ReturnType<typeof createServer>): Listener {
  return {
    listen: (port, host, listening) => server.listen(port, host, listening),
    once: (event, failed) => server.once(event, failed),
    close: (closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    },
  };
}
