import { canaryOf, formsIn, newCanary } from "#scripts/testing/canary.ts";
import { type Collector, startCollector } from "#scripts/testing/collector.ts";
import { expect, test } from "./support/licet.ts";
import { bankPassword, handOver, userNameFor } from "./support/linking.ts";
import { plantConsent } from "./support/links.ts";
import { stack } from "./support/stack.ts";

const ports = stack.telemetry ?? { web: 0, worker: 0, collector: 0 };
const metricsOf = async (process: "web" | "worker") =>
  (await fetch(`http://127.0.0.1:${ports[process]}/metrics`)).text();

let collector: Collector;
test.beforeAll(async () => {
  // Until now nobody listened, and everything else was tested with a collector that is away.
  collector = await startCollector(ports.collector);
});
test.afterAll(() => collector.close());

test("what web and worker tell of a link to a bank names nobody and holds nothing that was typed", async ({
  page,
  sql,
  signedInAs,
}) => {
  test.setTimeout(120_000);
  const person = await signedInAs({ role: "investor" });
  await plantConsent(sql, person);
  const userName = userNameFor("sms");
  const address = newCanary();
  await page.goto(`/wealth?q=${encodeURIComponent(address.value)}`);
  await page.goto(`/consents/${encodeURIComponent(address.value)}`);
  await handOver(page, userName);

  // Traces and metrics of both have come, so that the search is known to search.
  const sent = () => collector.bytes().toString();
  for (const there of ["request GET /wealth", "connections.link", "sandbox-retail", "licet_kms_call_seconds"])
    await expect.poll(sent, { timeout: 60_000 }).toContain(there);
  await expect.poll(() => metricsOf("worker"), { timeout: 30_000 }).toContain('institution="sandbox-retail"');
  const read = `${await metricsOf("web")}${await metricsOf("worker")}`;
  expect(read).toContain('route="/consents/[consent]"');
  expect(read).toMatch(/licet_audit_entries [1-9]/);
  expect(read).not.toContain('licet_telemetry_dropped_total{what="attribute"}');
  expect(read).not.toContain('licet_telemetry_dropped_total{what="fault"}');

  const personal = [person.personId, person.tenantId, person.name, person.email, userName, bankPassword];
  const everything = Buffer.concat([collector.bytes(), Buffer.from(read)]);
  expect(formsIn(everything, address)).toEqual([]);
  for (const one of personal) {
    expect(one).toBeTruthy();
    expect(formsIn(everything, canaryOf(String(one))), String(one)).toEqual([]);
  }
});

test("metrics are not served where people are", async ({ page }) => {
  expect((await page.request.get("/metrics")).status()).toBe(404);
  const elsewhere = await fetch(`http://127.0.0.1:${ports.web}/api/health`);
  expect(elsewhere.status).toBe(404);
});
