import { describe, expect, test } from "vitest";
import { parseEnvironment } from "./environment.ts";
import { telemetryVariables, toTelemetry } from "./telemetry-config.ts";

const read = (environment: Record<string, string>) =>
  toTelemetry(parseEnvironment(telemetryVariables, environment));

describe("what a process tells of itself", () => {
  test("is nothing unless it is said", () => {
    expect(read({})).toEqual({ metrics: null, otlp: null });
  });

  test("is read on this machine alone unless it is said", () => {
    expect(read({ LICET_METRICS_PORT: "9464" }).metrics).toEqual({ host: "127.0.0.1", port: 9464 });
  });

  test("is sent to a collector, one in ten requests traced, and its token is shown to nobody", () => {
    const { otlp } = read({
      LICET_OTLP_URL: "https://collector.example.com:4318",
      LICET_OTLP_TOKEN: "a-token-of-the-collector",
    });
    expect(otlp).toMatchObject({
      url: "https://collector.example.com:4318",
      everySeconds: 60,
      tracesShare: 0.1,
    });
    expect(JSON.stringify(otlp)).not.toContain("a-token-of-the-collector");
  });

  test.each([
    [{ LICET_OTLP_URL: "http://collector.example.com:4318" }, "LICET_OTLP_URL is wrong"],
    [{ LICET_OTLP_URL: "https://collector.example.com/v1/traces" }, "LICET_OTLP_URL is wrong"],
    [{ LICET_OTLP_TOKEN: "a-token-of-the-collector" }, "LICET_OTLP_URL is missing"],
    [{ LICET_OTLP_URL: "https://c.example.com", LICET_OTLP_TOKEN: "short" }, "LICET_OTLP_TOKEN is too short"],
    [{ LICET_METRICS_PORT: "0" }, "LICET_METRICS_PORT is wrong"],
    [{ LICET_OTLP_TRACES_PERCENT: "101" }, "LICET_OTLP_TRACES_PERCENT is wrong"],
  ])("%j is refused", (environment, sentence) => {
    expect(() => read(environment as Record<string, string>)).toThrow(sentence);
  });
});
