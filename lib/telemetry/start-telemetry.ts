import { randomUUID } from "node:crypto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import type { TelemetryConfig } from "#lib/config/telemetry-config.ts";
import type { KnownNames } from "./attributes.ts";
import { makeInstruments } from "./instruments.ts";
import { listen } from "./listen.ts";
import { sendToCollector } from "./send-to-collector.ts";
import { AskedReader, serveMetrics } from "./serve-metrics.ts";
import { makeSpans } from "./spans.ts";
import { watchProcess } from "./watch-process.ts";

/** What is still to be sent is given so long when a process ends. */
const stopWithinMs = 2_000;

export interface Telemetry {
  /** Where metrics are read; `null` where nobody does. */
  readonly port: number | null;
  /** Never fails, and is over within two seconds. */
  stop(): Promise<void>;
}

/**
 * Measures and traces what this process tells of its work. Where neither a port nor a collector is configured nothing
 * listens, and telling costs nothing. It is started before anything else is, and no request waits for it.
 */
export async function startTelemetry(
  service: "licet-web" | "licet-worker",
  { metrics, otlp }: TelemetryConfig,
  known: KnownNames,
): Promise<Telemetry> {
  if (!metrics && !otlp) return { port: null, stop: async () => {} };
  // Of the machine nothing is said: the instance is another random one at each start.
  const resource = resourceFromAttributes({ "service.name": service, "service.instance.id": randomUUID() });
  const asked = new AskedReader();
  const collector =
    otlp &&
    sendToCollector(otlp, (signal, outcome) =>
      instruments.record("licet_telemetry_exports_total", 1, { signal, outcome }),
    );
  const provider = new MeterProvider({
    resource,
    readers: [asked, ...(collector ? [collector.reader] : [])],
  });
  const instruments = makeInstruments(provider.getMeter("licet"), known);
  const count = (what: string, by = 1) => instruments.record("licet_telemetry_dropped_total", by, { what });
  const spans =
    collector && otlp
      ? makeSpans({
          ...{ exporter: collector.spans, resource, share: otlp.tracesShare },
          ...{ everySeconds: otlp.everySeconds, keep: instruments.keep },
          dropped: (by) => count("span", by),
        })
      : null;
  const place = metrics && (await serveMetrics(asked, metrics));
  const { watchPool, stop: stopWatching } = watchProcess(instruments);
  const stopListening = listen({ instruments, spans, watchPool, fault: () => count("fault") });
  return {
    port: place?.port ?? null,
    async stop() {
      stopListening();
      stopWatching();
      const patience = new Promise<void>((resolve) => setTimeout(resolve, stopWithinMs).unref());
      const over = Promise.allSettled([spans?.stop(), provider.shutdown(), place?.stop()]);
      await Promise.race([over, patience]);
    },
  };
}
