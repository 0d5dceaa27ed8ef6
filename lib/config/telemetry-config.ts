import { Secret } from "#lib/kernel/secret.ts";
import { ConfigurationError, fileContent, origin, secretText, text, wholeNumber } from "./environment.ts";

/** Where a process's metrics can be read and what it sends of itself; the same names for web and worker. */
export const telemetryVariables = {
  LICET_METRICS_HOST: text("the private address at which metrics are read, such as 127.0.0.1").default(
    "127.0.0.1",
  ),
  LICET_METRICS_PORT: wholeNumber(
    "the private port at which metrics are read, 1 to 65535",
    1,
    65_535,
  ).optional(),
  LICET_OTLP_URL: origin("the collector's origin, such as https://collector.example.com:4318").optional(),
  LICET_OTLP_TOKEN: secretText("the collector's token, at least 16 characters", 16).optional(),
  LICET_OTLP_CA: fileContent(
    "the path of the authority (PEM) that signs the collector's certificate",
  ).optional(),
  LICET_OTLP_SECONDS: wholeNumber("how many seconds lie between two sendings, 1 to 3600", 1, 3_600).default(
    60,
  ),
  LICET_OTLP_TRACES_PERCENT: wholeNumber(
    "how many of a hundred requests and jobs are traced",
    0,
    100,
  ).default(10),
};

export interface TelemetryConfig {
  /** Where metrics are read; `null` where nobody does. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** Where metrics and traces are sent (OTLP over HTTP); `null` for nowhere. */
  readonly otlp: {
    readonly url: string;
    readonly token: Secret<string> | null;
    readonly authority: string | null;
    readonly everySeconds: number;
    readonly tracesShare: number;
  } | null;
}

export function toTelemetry(read: {
  LICET_METRICS_HOST: string;
  LICET_METRICS_PORT?: number | undefined;
  LICET_OTLP_URL?: string | undefined;
  LICET_OTLP_TOKEN?: string | undefined;
  LICET_OTLP_CA?: string | undefined;
  LICET_OTLP_SECONDS: number;
  LICET_OTLP_TRACES_PERCENT: number;
}): TelemetryConfig {
  const { LICET_OTLP_URL: url, LICET_METRICS_PORT: port } = read;
  for (const name of ["LICET_OTLP_TOKEN", "LICET_OTLP_CA"] as const) {
    if (read[name] !== undefined && !url)
      throw new ConfigurationError([`LICET_OTLP_URL is missing: it goes with ${name}`]);
  }
  return {
    metrics: port === undefined ? null : { host: read.LICET_METRICS_HOST, port },
    otlp: url
      ? {
          url,
          token: read.LICET_OTLP_TOKEN === undefined ? null : new Secret(read.LICET_OTLP_TOKEN),
          authority: read.LICET_OTLP_CA ?? null,
          everySeconds: read.LICET_OTLP_SECONDS,
          tracesShare: read.LICET_OTLP_TRACES_PERCENT / 100,
        }
      : null,
  };
}
