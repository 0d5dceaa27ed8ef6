import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { PeriodicExportingMetricReader, type PushMetricExporter } from "@opentelemetry/sdk-metrics";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { TelemetryConfig } from "#lib/config/telemetry-config.ts";

type Collector = NonNullable<TelemetryConfig["otlp"]>;
export type Sent = (signal: "metrics" | "traces", outcome: "ok" | "lost") => void;

const deadlineMs = 10_000;

/** A collector that is away costs what waits in memory, which is little and has a limit, and is counted. */
export function sendToCollector(
  { url, token, authority, everySeconds }: Collector,
  sent: Sent,
): { readonly reader: PeriodicExportingMetricReader; readonly spans: SpanExporter } {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token.reveal()}` } : {};
  const settings = (signal: "metrics" | "traces") => ({
    url: `${url}/v1/${signal}`,
    headers,
    timeoutMillis: deadlineMs,
    concurrencyLimit: 2,
    httpAgentOptions: { keepAlive: true, ...(authority ? { ca: authority } : {}) },
  });
  const metrics = new OTLPMetricExporter(settings("metrics"));
  const counted: PushMetricExporter = {
    export: (data, done) =>
      metrics.export(data, (result) => {
        sent("metrics", result.code === 0 ? "ok" : "lost");
        done(result);
      }),
    forceFlush: () => metrics.forceFlush(),
    shutdown: () => metrics.shutdown(),
    selectAggregationTemporality: (kind) => metrics.selectAggregationTemporality(kind),
    selectAggregation: (kind) => metrics.selectAggregation(kind),
  };
  const traces = new OTLPTraceExporter(settings("traces"));
  return {
    reader: new PeriodicExportingMetricReader({
      exporter: counted,
      exportIntervalMillis: everySeconds * 1_000,
      exportTimeoutMillis: Math.min(deadlineMs, everySeconds * 1_000),
    }),
    spans: {
      export: (spans, done) =>
        traces.export(spans, (result) => {
          sent("traces", result.code === 0 ? "ok" : "lost");
          done(result);
        }),
      shutdown: () => traces.shutdown(),
    },
  };
}
