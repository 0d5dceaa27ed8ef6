import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Collector {
  readonly url: string;
  /** Everything that was sent so far, as it came. */
  bytes(): Buffer;
  close(): Promise<void>;
}

/** Takes what OTLP over HTTP sends, and keeps it; or never answers, as one does that is stuck. */
export async function startCollector(port = 0, isStuck = false): Promise<Collector> {
  const taken: Buffer[] = [];
  const server: Server = createServer(async (request: IncomingMessage, response) => {
    taken.push(Buffer.from(`${request.url} ${JSON.stringify(request.headers)}\n`));
    for await (const part of request) taken.push(part as Buffer);
    if (isStuck) return;
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => Buffer.concat(taken),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
