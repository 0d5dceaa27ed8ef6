import { closeDueConsentsHandler, findDueConsentsHandler } from "#lib/consent/close-due.job.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import type { BenchCluster } from "../audit/cluster.ts";
import { fillConsents, newFirm } from "./firm.ts";

const expiring = 10_000;

/** One worker, one firm, and as many consents as are to be closed within a minute of ending in one. */
export async function benchExpiry(cluster: BenchCluster): Promise<void> {
  const firm = await newFirm(cluster.superuser, 2_000);
  await fillConsents(cluster.superuser, firm, { count: expiring, validUntil: new Date(Date.now() - 1) });
  const base = {
    db: cluster.open("licet_worker", 2),
    clock: systemClock,
    requestId: "bench-0123456789abcdef",
  };
  const signal = new AbortController().signal;
  const since = performance.now();
  await runJob(findDueConsentsHandler, {}, base, signal);
  await runJob(closeDueConsentsHandler, { tenantId: firm.tenantId }, base, signal);
  const seconds = (performance.now() - since) / 1000;
  const [row] = await cluster.superuser`select count(*)::int as closed from consents
    where tenant_id = ${firm.tenantId} and state = 'expired'`;
  const [left] = await cluster.superuser`select count(*)::int as grants from consent_grants
    where tenant_id = ${firm.tenantId}`;
  console.log(
    `${row?.closed} consents closed in ${seconds.toFixed(1)} s by one worker, ${left?.grants} grants left (to reach: 60 s)`,
  );
}
