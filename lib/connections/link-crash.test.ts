import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { endInterruptedHandler } from "#lib/authorisation/sweep.job.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import type { LinkCrashPlan } from "#scripts/testing/link-crash.ts";
import { presentPerson, type TestLink, testLinks } from "#scripts/testing/links.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testBinding } from "#scripts/testing/vault.ts";
import { confirmAgain } from "./confirm-again.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);
const program = fileURLToPath(new URL("../../scripts/testing/link-crash.ts", import.meta.url));

/** Leads the dialog in a process of its own, which the bank's yes kills; the signal that it died of. */
async function dieAfterTheBankAccepted(link: TestLink): Promise<NodeJS.Signals | null> {
  const { vault, bank } = links;
  const { tenantId } = link.investor;
  const plan: LinkCrashPlan = {
    caFile: database.caFile,
    dataUrl: database.url("data", "licet_worker"),
    keysUrl: database.url("keys", "licet_worker"),
    kms: { port: vault.kms.port, ca: vault.kms.ca, token: vault.kms.tokens.worker },
    transport: vault.kms.names.credentialTransport,
    wrap: vault.kms.names.credentialWrap,
    receiptSigner: firstVersion(vault.kms.names.receipt),
    operatorKey: vault.signerPem,
    binding: testBinding,
    institution: bank.institution(),
    payload: { tenantId, connectionId: link.connectionId, authorisationId: link.authorisationId },
  };
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "inherit", "inherit"] });
  child.stdin.end(JSON.stringify(plan));
  const [, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  return signal;
}

describe("a worker that is killed when the bank has accepted and nothing is stored", () => {
  test("leaves an attempt that was interrupted, and the next one links every account once", async () => {
    const link = await links.begin(await links.access("exempt@killed"));
    expect(await dieAfterTheBankAccepted(link)).toBe("SIGKILL");
    expect(await links.view(link)).toMatchObject({ status: "received", failure: null });
    expect(await links.read(link)).toMatchObject({ state: "linking" });
    const consents = async () =>
      (await links.calls()).filter((call) => /^POST .*\/consents$/.test(call)).length;
    expect(await consents()).toBe(1);

    // Nobody takes the dead worker's dialog up: the bank would be logged in to twice.
    const worker = await links.worker();
    await worker.link(link);
    expect(await consents()).toBe(1);

    const { tenantId } = link.investor;
    const { authorisationId, connectionId } = link;
    const never = new AbortController().signal;
    await runJob(endInterruptedHandler, { tenantId, authorisationId }, people.workerBase(), never);
    expect((await links.view(link)).failure?.reason).toBe("interrupted");

    const again = await confirmAgain(people.as(link.investor), { connectionId, person: presentPerson });
    const second = { ...link, ...again };
    await worker.link(second);
    await links.step(second);
    await worker.linking.whenIdle();
    await worker.offer(second);
    await worker.offer(second);
    const { state, offeredAccounts } = await links.read(second);
    expect(state).toBe("choosing");
    const numbers = offeredAccounts.map(({ maskedNumber }) => maskedNumber);
    expect(numbers.length).toBeGreaterThan(0);
    expect(new Set(numbers).size).toBe(numbers.length);
    const opened = (await people.events(link.credentialId)).filter(
      ({ type }) => type === "vault.credentialOpened",
    );
    expect(opened.length).toBe(2);
  }, 30_000);
});
