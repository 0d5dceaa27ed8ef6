import { describe, expect, test } from "vitest";
import type { ClusterTerms } from "#lib/consent/terms.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { openRecords } from "#lib/records/open-records.ts";
import { newCanary, tablesWith } from "#scripts/testing/canary.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestLink, testLinks } from "#scripts/testing/links.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { tellingBank } from "#scripts/testing/telling-bank.ts";
import { deleteUncoveredHandler } from "./delete-uncovered.job.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);
const holder = newCanary();

/** As far as the bank's list of accounts, which is not chosen from yet. */
async function offered(clusters: readonly ClusterTerms["cluster"][], mark: string): Promise<TestLink> {
  const canaries = { name: holder.value, text: newCanary().value };
  const { connector } = tellingBank(links.bank.connector(), canaries);
  const worker = await links.worker({ connector });
  const terms = clusters.map((cluster) => ({
    ...{ cluster, purposes: ["overview" as const], historyFrom: null, leavesOut: [] },
  }));
  const link = await links.begin(await links.access(`exempt@${mark}`, { clusters: terms }));
  await worker.link(link);
  await links.step(link);
  await worker.linking.whenIdle();
  await worker.offer(link);
  return link;
}

async function stored({ investor }: TestLink) {
  const keys = await links.records.process("licet_web");
  return openRecords(people.as(investor), keys, { investorId: investor.personId });
}

describe("of accounts that their investor is asked about", () => {
  test("the number and the name are kept, and who holds them only where that is covered", async () => {
    const without = await stored(await offered(["balances", "transactions"], "unnamed"));
    expect(without.length).toBeGreaterThan(1);
    expect(new Set(without.map(({ cluster }) => cluster))).toEqual(new Set(["identity"]));
    expect(JSON.stringify(without)).toContain('"iban"');
    expect(JSON.stringify(without)).not.toContain('"holder"');
    const named = await stored(await offered(["identity"], "named"));
    expect(JSON.stringify(named)).toContain(JSON.stringify(holder.value).slice(1, -1));
    expect(await tablesWith(people.superuser, holder)).toEqual([]);
  });

  test("nothing is kept once the consent has ended and its time has passed", async () => {
    const link = await offered(["identity"], "left");
    const { consentId, investor } = link;
    await withdrawConsent(people.as(investor), { consentId, reason: "other", deleteDataNow: true });
    const handler = deleteUncoveredHandler(await links.records.process("licet_worker"));
    const payload = { tenantId: investor.tenantId, investorId: investor.personId };
    await runJob(handler, payload, people.workerBase(), new AbortController().signal);
    expect(await stored(link)).toEqual([]);
  });
});
