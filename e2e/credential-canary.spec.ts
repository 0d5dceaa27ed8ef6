import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { tenantIdOf } from "#scripts/seed.ts";
import { canaryOf, formsIn, newCanary, processWith } from "#scripts/testing/canary.ts";
import { isSoak } from "#scripts/testing/sample.ts";
import { expect, test } from "./support/licet.ts";
import { firmNamed } from "./support/people.ts";
import {
  atRest,
  canReadMemory,
  inProcesses,
  keptByBrowser,
  openKeyDatabase,
  recordRequests,
  runningProcesses,
  sentWith,
} from "./support/places.ts";
import { stack } from "./support/stack.ts";

/** A hundred with `LICET_SOAK=1 npm test -- browser e2e/credential-canary.spec.ts`. */
const connects = isSoak ? 100 : 3;

let keys: Sql;
test.beforeAll(() => {
  keys = openKeyDatabase();
});
test.afterAll(() => keys.end({ timeout: 1 }));

/** The worker opens: what it parsed is in texts of JavaScript's, which nobody can clear before they are collected. */
const isOpening = (where: string): boolean => where.startsWith("worker: memory");

function notSearched(): void {
  const description = "Only root may read another process's memory on this machine.";
  test.info().annotations.push({ type: "memory not searched", description });
}

async function handOver(page: Page, typed: { readonly userId: string; readonly pin: string }): Promise<void> {
  await page.goto("/bank-access/add/sandbox-retail");
  await page.getByRole("textbox", { name: "User name" }).fill(typed.userId);
  await page.locator("input[type=password]").fill(typed.pin);
  await page.getByRole("button", { name: "Lock and hand over" }).click();
  await expect(page).toHaveURL(/\/bank-access\?added=crd_/);
}

test.describe("a bank access that was typed", () => {
  test("is nowhere: not sent, not kept by the browser, not at rest, in no process but the one that opens it", async ({
    page,
    context,
    sql,
    signedInAs,
  }) => {
    test.setTimeout(60_000 + connects * 10_000);
    const people: string[] = [];
    const [user, pin] = [newCanary(), newCanary()];
    const sent = recordRequests(context);
    for (let time = 0; time < connects; time++) {
      // One person is let hand over only so many in a quarter of an hour.
      if (time % 50 === 0) people.push((await signedInAs({ role: "investor" })).personId);
      await handOver(page, { userId: user.value, pin: pin.value });
      const kept = await keptByBrowser(page);
      for (const canary of [user, pin]) expect(formsIn(kept, canary)).toEqual([]);
    }
    const stored = await sql`select 1 from credentials where person_id in ${sql(people)}`;
    expect(stored).toHaveLength(connects);

    const requests = await sent();
    expect(requests.length).toBeGreaterThan(connects);
    for (const canary of [user, pin]) {
      expect(sentWith(requests, canary)).toEqual([]);
      expect(await atRest(sql, keys, canary)).toEqual([]);
      if (canReadMemory()) expect(inProcesses(canary).filter((where) => !isOpening(where))).toEqual([]);
      else notSearched();
    }
    expect(runningProcesses().map(({ name }) => name)).toEqual(
      expect.arrayContaining(["web", "worker", "kms", "sandbox", "postgres-data", "postgres-keys"]),
    );
  });
});

test.describe("a bank access that a firm lets be handed over without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("is sent as it is, which is the exception, and is at rest nowhere", async ({
    page,
    context,
    sql,
    signedInAs,
  }) => {
    const { personId } = await signedInAs({ role: "investor", tenantId: tenantIdOf(firmNamed("levatre")) });
    const pin = newCanary();
    const sent = recordRequests(context);
    await page.goto("/bank-access/add/sandbox-retail");
    await page.getByRole("textbox", { name: "User name" }).fill("a-user");
    await page.locator("input[type=password]:visible").fill(pin.value);
    await page.getByRole("button", { name: "Send it to be locked" }).click();
    await expect(page).toHaveURL(/\/bank-access\?added=crd_/);
    expect(await sql`select 1 from credentials where person_id = ${personId}`).toHaveLength(1);
    expect(sentWith(await sent(), pin)).not.toEqual([]);
    expect(formsIn(Buffer.from(await page.content()), pin)).toEqual([]);
    expect(await atRest(sql, keys, pin)).toEqual([]);
  });
});

test.describe("the search", () => {
  test("finds what stood in a table or a job, and in the files after it is gone from there", async ({
    sql,
  }) => {
    const [inData, inJob, inKeys] = [newCanary(), newCanary(), newCanary()];
    const credentialId = `crd_${crypto.randomUUID()}`;
    await sql`insert into job_kinds (kind, enqueued_by) values (${inData.value}, 'licet_system')`;
    await sql`select graphile_worker.add_job('nobody.does_this', ${{ pin: inJob.value } as never}::json)`;
    await keys`insert into wrapped_keys (tenant_id, credential_id, version, wrapped, kms_version)
      values (${`ten_${crypto.randomUUID()}`}, ${credentialId}, 1,
        ${Buffer.concat([randomBytes(33), Buffer.from(inKeys.value)])}, 'v')`;
    const where = async () => [
      ...(await atRest(sql, keys, inData)),
      ...(await atRest(sql, keys, inJob)),
      ...(await atRest(sql, keys, inKeys)),
    ];
    const stood = (await where()).join("\n");
    for (const table of [
      "public.job_kinds (as it is)",
      "_private_jobs (",
      "public.wrapped_keys (hex)",
      "pg_wal",
    ])
      expect(stood).toContain(table);

    await sql`delete from job_kinds where kind = ${inData.value}`;
    await sql`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs
      where task_identifier = 'nobody.does_this'))`;
    await keys`delete from wrapped_keys where credential_id = ${credentialId}`;
    for (const canary of [inData, inJob, inKeys]) {
      expect((await atRest(sql, keys, canary)).join("\n")).toContain("pg_wal");
    }
  });

  test("finds what stood in a log", async ({ sql }) => {
    const canary = newCanary();
    const log = join(stack.stateDirectory, "logs", "planted.log");
    writeFileSync(log, JSON.stringify({ err: { message: canary.value } }));
    expect((await atRest(sql, keys, canary)).join()).toContain("planted.log");
    rmSync(log);
  });

  test("finds what a browser sent or kept", async ({ page, context }) => {
    const canary = newCanary();
    const sent = recordRequests(context);
    await page.goto("/sign-in");
    await page.evaluate((value) => {
      localStorage.setItem("draft", value);
      return fetch("/api/health", { headers: { "x-draft": btoa(unescape(encodeURIComponent(value))) } });
    }, canary.value);
    expect(formsIn(await keptByBrowser(page), canary)).not.toEqual([]);
    expect(sentWith(await sent(), canary).join()).toContain("base64");
  });

  test("finds what web holds in memory, and what it was started with, where this machine lets it look", async () => {
    if (!canReadMemory()) return notSearched();
    // A look through all that a busy process holds takes seconds, and the first may come before the request does.
    test.setTimeout(120_000);
    const canary = newCanary();
    const { hostname, port } = new URL(stack.origin);
    const headers = { "x-draft": encodeURIComponent(canary.value), "content-length": "9" };
    // Never finished, so that web still has it while it is looked for.
    const held = httpRequest({ hostname, port, method: "POST", path: "/sign-in", headers });
    held.on("error", () => undefined);
    held.flushHeaders();
    await expect.poll(() => inProcesses(canary).join(), { timeout: 90_000 }).toContain("web: memory");
    held.destroy();

    const web = runningProcesses().find(({ name }) => name === "web");
    const secret = canaryOf(stack.sessionSecret);
    expect(processWith(web?.pid ?? 0, secret).join()).toContain("environ");
  });
});
