import { AsyncLocalStorage } from "node:async_hooks";
import { during, tell } from "#lib/kernel/told.ts";
import { startTelemetry } from "#lib/telemetry/start-telemetry.ts";
import { startCollector } from "#scripts/testing/collector.ts";

const requests = 20_000;
const known = { route: () => true, job_kind: () => true, institution: () => true };

/** What a page of five transactions, one call of the KMS and one act tells. */
async function page(): Promise<void> {
  const requestId = crypto.randomUUID();
  await during("request", { requestId, method: "GET", route: "/consents/[consent]" }, async (end) => {
    for (let at = 0; at < 5; at++) {
      await null;
      const role = "licet_investor";
      tell("transaction.ended", { role, outcome: "committed", waitedSeconds: 0.0001, seconds: 0.002 });
    }
    tell("kms.called", { operation: "decrypt", outcome: "ok", seconds: 0.004 });
    tell("act.written", { act: "consent.given" });
    end({ status: "200" });
  });
}

/** Microseconds of one page, the best of five runs. */
async function measured(): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const begun = performance.now();
    // Answers come one after the other, with what is sent between them, as in a process.
    for (let at = 0; at < requests; at++) {
      await page();
      if (at % 200 === 0) await new Promise(setImmediate);
    }
    best = Math.min(best, ((performance.now() - begun) / requests) * 1_000);
  }
  return best;
}

const print = (what: string, micros: number): void =>
  console.log(`${what.padEnd(44)}${micros.toFixed(1)} µs a request`);

/** A context that is kept over `await` has a price of its own, which a Next server pays with or without telemetry. */
export default () => new AsyncLocalStorage<number>().run(1, compare);

async function compare(): Promise<void> {
  const nothing = await measured();
  print("nobody listens", nothing);

  const collector = await startCollector();
  const sending = (tracesShare: number) => ({
    ...{ url: collector.url, token: null, authority: null, everySeconds: 60, tracesShare },
  });
  const metrics = { host: "127.0.0.1", port: 0 };
  for (const [what, otlp] of [
    ["metrics", null],
    ["metrics, and traces of 10 %", sending(0.1)],
    ["metrics, and traces of all", sending(1)],
  ] as const) {
    const telemetry = await startTelemetry("licet-web", { metrics, otlp }, known);
    print(what, (await measured()) - nothing);
    await telemetry.stop();
  }
  await collector.close();
}
