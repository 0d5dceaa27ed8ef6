import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as after } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { TelemetryConfig } from "#lib/config/telemetry-config.ts";
import { during, type Told, tell } from "#lib/kernel/told.ts";
import { front } from "#lib/server/front.ts";
import { routesOf } from "#lib/server/route-templates.ts";
import { canaryOf, formsIn, newCanary } from "#scripts/testing/canary.ts";
import { type Collector, startCollector } from "#scripts/testing/collector.ts";
import type { KnownNames } from "./attributes.ts";
import { startTelemetry, type Telemetry } from "./start-telemetry.ts";

const routes = routesOf(["/wealth", "/consents/[consent]", "/consents/[consent]/withdraw"]);
const known: KnownNames = {
  route: routes.isKnown,
  job_kind: (name) => name === "vault.sweep",
  institution: (id) => id === "sandbox-retail",
};

let telemetry: Telemetry | undefined;
let collector: Collector | undefined;
afterEach(async () => {
  await telemetry?.stop();
  await collector?.close();
  telemetry = undefined;
  collector = undefined;
});

const otlpTo = (url: string): TelemetryConfig["otlp"] => ({
  ...{ url, token: null, authority: null, everySeconds: 1, tracesShare: 1 },
});

async function start(otlp: TelemetryConfig["otlp"], names = known): Promise<Telemetry> {
  telemetry = await startTelemetry("licet-web", { metrics: { host: "127.0.0.1", port: 0 }, otlp }, names);
  return telemetry;
}

const read = async (path = "/metrics", init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${telemetry?.port}${path}`, init);
const metricsText = async () => (await read()).text();

/** What one of everything says that this process tells, each text in it the given one. */
function tellAll(text: string): void {
  const seconds = 0.01;
  const all: { readonly [Name in Exclude<keyof Told, "pool.opened">]: Told[Name] } = {
    "action.ended": { outcome: text as never, seconds },
    refused: { code: text as never, where: text as never },
    "act.written": { act: text },
    "transaction.ended": { role: text, outcome: text as never, waitedSeconds: 0, seconds },
    "kms.called": { operation: text, outcome: text, seconds },
    "bank.called": { institution: text, operation: text, outcome: text, reason: text, seconds },
    "sca.ended": { method: text, outcome: text, reason: text, seconds },
    "audit.watched": { size: 1, unsequencedSeconds: 1, unsignedSeconds: 1, unmailedSeconds: 1 },
    "queue.watched": { due: 1, oldestSeconds: 1, failed: 1 },
    "log.written": { level: text, event: text },
  };
  for (const [name, facts] of Object.entries(all)) tell(name as keyof Told, facts as never);
}

async function doJob(job: string, work: () => void = () => {}): Promise<void> {
  await during("job", { job, waitedSeconds: 0 }, async (end) => {
    work();
    end({ outcome: "done" });
  });
}

describe("what leaves", () => {
  test("holds no text that a person, a bank or a programmer's slip could put there", async () => {
    collector = await startCollector();
    await start(otlpTo(collector.url));
    const canary = newCanary();
    const plain = canaryOf("zqcanaryzq");
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const origin = `http://localhost:${port}`;
    const handle = front(
      { origin, consoleOrigin: origin, trustedProxies: 0, development: false },
      async (_request, response) => {
        for (const one of [canary, plain]) tellAll(one.value);
        response.end("served");
      },
      routes.of,
    );
    server.on("request", (request, response) => void handle(request, response));
    for (const { value } of [canary, plain]) {
      const text = encodeURIComponent(value);
      const headers = { cookie: `x=${text}`, "user-agent": text, traceparent: text, "x-request-id": text };
      for (const path of [`/wealth?q=${text}`, `/consents/${text}`, `/consents/${text}/withdraw`, `/${text}`])
        await (await fetch(`${origin}${path}`, { headers })).text();
      await doJob(value, () => tellAll(value));
    }
    await doJob("vault.sweep");
    const text = await metricsText();
    await telemetry?.stop();
    server.close();

    const sent = Buffer.concat([collector.bytes(), Buffer.from(text)]);
    // What is meant to leave is there, so that the search is known to search.
    for (const there of ["/consents/[consent]/withdraw", "vault.sweep", "request GET /wealth"])
      expect(formsIn(sent, canaryOf(there)), there).not.toEqual([]);
    for (const one of [canary, plain]) expect(formsIn(sent, one)).toEqual([]);
    expect(text).toMatch(/licet_telemetry_dropped_total\{what="attribute"\} [1-9]/);
  });

  test("is the route's template and nothing of the address, the codes that exist and no others", async () => {
    await start(null);
    const request = { requestId: crypto.randomUUID(), method: "GET", route: "/consents/[consent]" };
    during("request", request, (end) => {
      tell("refused", { code: "auth.forbidden", where: "action" });
      tell("refused", { code: "auth.nonsense" as never, where: "action" });
      tell("action.ended", { outcome: "refused", seconds: 0.2 });
      end({ status: "403" });
      end({ status: "200" });
    });
    const text = await metricsText();
    for (const line of [
      'licet_http_request_seconds_count{method="GET",route="/consents/[consent]",status="403"} 1',
      'licet_action_seconds_count{route="/consents/[consent]",outcome="refused"} 1',
      'licet_refusals_total{code="auth.forbidden",where="action"} 1',
      'licet_refusals_total{code="other",where="action"} 1',
      "licet_http_open_requests 0",
    ])
      expect(text).toContain(`${line}\n`);
    expect(text).not.toContain('status="200"');
  });

  test("is a trace under the request's own number, with what happened within it and nothing beside", async () => {
    collector = await startCollector();
    await start(otlpTo(collector.url));
    const requestId = crypto.randomUUID();
    await during("request", { requestId, method: "POST", route: "/wealth" }, async (end) => {
      await after(5);
      tell("kms.called", { operation: "decrypt", outcome: "ok", seconds: 0.003 });
      end({ status: "200" });
    });
    // Told by nobody's request or job, it belongs to no trace.
    tell("kms.called", { operation: "sign", outcome: "ok", seconds: 0.003 });
    await telemetry?.stop();
    const spans = spansIn(collector.bytes());
    expect(spans.map(({ name }) => name).sort()).toEqual(["kms decrypt ok", "request POST /wealth"]);
    const traceId = requestId.replaceAll("-", "");
    for (const span of spans) expect(span).toMatchObject({ traceId, events: [], links: [] });
    const [outer, inner] = [...spans].sort((a, b) => b.name.localeCompare(a.name));
    expect(inner?.parentSpanId).toBe(outer?.spanId);
  });
});

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

function spansIn(bytes: Buffer): readonly SentSpan[] {
  const bodies = bytes.toString().match(/\{"resourceSpans".*/g) ?? [];
  return bodies.flatMap((body) => {
    const sent = JSON.parse(body.replace(/\/v1\/(traces|metrics) .*$/, "")) as {
      resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
    };
    return sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  });
}

describe("whoever tells", () => {
  test("is not held up by a collector that never answers, and what finds no place is counted", async () => {
    collector = await startCollector(0, true);
    await start(otlpTo(collector.url));
    const begun = performance.now();
    for (let at = 0; at < 5_000; at++) await doJob("vault.sweep");
    expect(performance.now() - begun).toBeLessThan(3_000);
    const dropped = /what="span"\} (\d+)/.exec(await metricsText());
    expect(Number(dropped?.[1])).toBeGreaterThan(2_000);
    const stopping = performance.now();
    await telemetry?.stop();
    expect(performance.now() - stopping).toBeLessThan(2_500);
  });

  test("is not told of a collector that is away, which is counted", async () => {
    collector = await startCollector();
    const { url } = collector;
    await collector.close();
    await start({ ...(otlpTo(url) as NonNullable<TelemetryConfig["otlp"]>) });
    await doJob("vault.sweep");
    await expect
      .poll(metricsText, { timeout: 20_000, interval: 250 })
      .toMatch(/licet_telemetry_exports_total\{signal="(metrics|traces)",outcome="lost"\} [1-9]/);
  }, 30_000);

  test("hears nothing of a fault in the telemetry: the work goes on, the process lives, the fault is counted", async () => {
    const faulty = {
      ...known,
      route: () => {
        throw new Error("planted");
      },
    };
    await start(null, faulty);
    const answer = during("request", { requestId: "r", method: "GET", route: "/wealth" }, (end) => {
      end({ status: "200" });
      return "done";
    });
    expect(answer).toBe("done");
    await after(5);
    expect(await metricsText()).toContain('licet_telemetry_dropped_total{what="fault"} 1');
  });

  test("tells into the air where nothing is configured", async () => {
    telemetry = await startTelemetry("licet-worker", { metrics: null, otlp: null }, known);
    expect(telemetry.port).toBeNull();
    expect(during("job", { job: "vault.sweep", waitedSeconds: 0 }, () => 7)).toBe(7);
    tellAll("nobody");
  });

  test("is no longer heard after the stop", async () => {
    await start(null);
    const { stop } = telemetry as Telemetry;
    await stop();
    await doJob("vault.sweep");
    await start(null);
    expect(await metricsText()).not.toContain("vault.sweep");
  });
});

describe("the private port", () => {
  test("answers one question and no other", async () => {
    await start(null);
    const answer = await read();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect((await read("/metrics", { method: "POST", body: "x" })).status).toBe(405);
    for (const path of ["/", "/metrics/", "/metrics?x=1", "/api/ready", "/debug"])
      expect((await read(path)).status).toBe(404);
  });
});
