import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { MetricReader } from "@opentelemetry/sdk-metrics";

/** Metrics are read out of it when somebody asks. */
export class AskedReader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

export interface MetricsPlace {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves `GET /metrics` as Prometheus reads it, at a port of its own: nothing of it is reachable where people are served. */
export async function serveMetrics(
  reader: AskedReader,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsPlace> {
  const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
  const limits = {
    requestTimeout: 5_000,
    headersTimeout: 5_000,
    keepAliveTimeout: 5_000,
    maxHeaderSize: 8_192,
  };
  const server = createServer(limits, (request, response) => {
    if (request.url !== "/metrics") return answer(response, 404);
    if (request.method !== "GET") return answer(response, 405);
    reader.collect({ timeoutMillis: 2_000 }).then(
      ({ resourceMetrics }) => answer(response, 200, serializer.serialize(resourceMetrics)),
      () => answer(response, 500),
    );
  });
  server.maxConnections = 16;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse<IncomingMessage>, status: number, text = ""): void {
  response.writeHead(status, {
    "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(text);
}
