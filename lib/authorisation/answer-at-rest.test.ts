import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sql } from "postgres";
import { afterEach, describe, expect, test, vi } from "vitest";
import { sealAnswer } from "#components/authorisation/seal-answer.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { newId } from "#lib/kernel/id.ts";
import { testAuthorisations } from "#scripts/testing/authorisations.ts";
import { type Canary, canaryOf, filesWith, formsIn, newCanary, tablesWith } from "#scripts/testing/canary.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import type { DialogPlan } from "#scripts/testing/dialog-worker.ts";
import { ownCluster } from "#scripts/testing/own-cluster.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testRelayTls } from "#scripts/testing/relay.ts";
import { answerAuthorisation } from "./answer-authorisation.ts";
import { authorisationChannel } from "./channel.ts";
import { readAuthorisation } from "./read-authorisation.ts";
import { sendAnswer } from "./send-answer.ts";
import { endInterruptedHandler } from "./sweep.job.ts";

/* What a person types once, when the worker is killed with it and a listener lets the notices pile up. */

const own = ownCluster(testDatabase());
const people = testPeople(own.database);
const attempts = testAuthorisations(people);
const program = fileURLToPath(new URL("../../scripts/testing/dialog-worker.ts", import.meta.url));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A worker process of its own, and everything that it has said. */
function startWorker(plan: DialogPlan) {
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "pipe"] });
  children.push(child);
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => said.push(part));
  child.stdin?.end(JSON.stringify(plan));
  return { child, said: () => Buffer.concat(said) };
}

/** Listens and never takes what it hears: a transaction that is open keeps the notices in the queue, and the queue on disk. */
async function stuckListener(sql: Sql) {
  const stuck = await sql.reserve();
  await stuck.unsafe(`listen ${authorisationChannel}`);
  await stuck.unsafe("begin");
  return async () => {
    await stuck.unsafe("rollback");
    stuck.release();
  };
}

async function atRest(sql: Sql, canary: Canary): Promise<readonly string[]> {
  const tables = await tablesWith(sql, canary);
  await sql`checkpoint`;
  const [row] = await sql<{ data_directory: string }[]>`show data_directory`;
  return [...tables, ...filesWith(row?.data_directory ?? "", canary)];
}

describe("a code that was typed", () => {
  test("is nowhere at rest, open or sealed, with its worker killed and a listener that is stuck", async () => {
    const sql = people.superuser;
    const release = await stuckListener(own.database.connect("data", "postgres"));
    const one = await attempts.begun();
    const { web, worker } = await testRelayTls();
    const { authorisationId } = one;
    const workerId = newId("w");
    const tls = { ...worker, privateKey: worker.privateKey.reveal() };
    const { tenantId } = one.investor;
    const dataUrl = own.database.url("data", "licet_worker");
    const { child, said } = startWorker({
      ...{ tenantId, authorisationId, workerId, dataUrl, ca: own.database.ca, tls },
    });

    const ctx = people.as(one.investor);
    const view = await vi.waitUntil(
      async () => {
        const seen = await readAuthorisation(ctx, one);
        return seen.answerKey ? seen : null;
      },
      { timeout: 20_000, interval: 50 },
    );
    const code = newCanary();
    const sealed = await sealAnswer(view.answerKey as NonNullable<typeof view.answerKey>, code.value);
    // Enough notices for the queue's pages to leave memory, the dialog's own among them.
    await sql`select pg_notify(${authorisationChannel}, ${authorisationId} || repeat('x', 4000) || n)
      from generate_series(1, 200) as n`;
    const answer = { authorisationId, step: 1, answer: { kind: "code" as const, sealed } };
    await answerAuthorisation(ctx, (relayed, address) => sendAnswer(relayed, address, web), answer);
    await expect.poll(() => said().toString(), { timeout: 10_000 }).toContain("bank.heard");
    child.kill("SIGKILL");
    await once(child, "exit");
    // The next dialog begins, and the next: the log is written on.
    await attempts.claimed();

    // The search reaches what it has to: the row, the write-ahead log and the queue of notices.
    const found = (await atRest(sql, canaryOf(authorisationId))).join("\n");
    for (const place of ["public.authorisations", "pg_wal", "pg_notify"]) expect(found).toContain(place);
    const [row] = await sql<{ data_directory: string }[]>`show data_directory`;
    expect(readdirSync(join(row?.data_directory ?? "", "pg_notify")).length).toBeGreaterThan(0);

    const [, , , ciphertext = ""] = sealed.split(".");
    for (const canary of [code, canaryOf(ciphertext)]) {
      expect(await atRest(sql, canary)).toEqual([]);
      expect(formsIn(said(), canary)).toEqual([]);
    }
    await release();

    await sql`delete from worker_heartbeats where worker_id = ${workerId}`;
    const payload = { tenantId, authorisationId };
    await runJob(endInterruptedHandler, payload, people.workerBase(), new AbortController().signal);
    expect(await readAuthorisation(ctx, one)).toMatchObject({
      ...{ status: "failed", failure: { reason: "interrupted" }, question: null, answerKey: null },
    });
  }, 90_000);
});
