import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { idSchema, newId } from "#lib/kernel/id.ts";
import { handle, type Verdict } from "./handler.ts";
import { defineJob } from "./job.ts";
import { runJob } from "./run-job.ts";

const tenantJob = defineJob({
  name: "test.of_tenant",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten") }),
  maxAttempts: 1,
  timeoutMs: 30,
  idempotencyKey: ({ tenantId }) => tenantId,
});
const installationJob = defineJob({
  name: "test.of_installation",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 1,
  timeoutMs: 30,
  idempotencyKey: () => "x",
});

const base = { db: null as never, clock: { now: () => new Date(0) }, requestId: "test" };
const never = new AbortController().signal;
const tenantId = newId("ten");

type Run = (ctx: Context, signal: AbortSignal) => Promise<void>;
const handlerOf = (verdict: Verdict, run: Run) =>
  handle({
    job: tenantJob,
    authorise: async () => verdict,
    run: (ctx, _payload, signal) => run(ctx, signal),
  });

describe("a job", () => {
  test("runs as its own actor: a firm's as that firm's job", async () => {
    const actors: unknown[] = [];
    const run: Run = async ({ actor }) => void actors.push(actor);
    await runJob(handlerOf({ run: true }, run), { tenantId }, base, never);
    const installation = handle({
      job: installationJob,
      authorise: async () => ({ run: true }),
      run: (ctx, _payload, signal) => run(ctx, signal),
    });
    await runJob(installation, {}, base, never);
    expect(actors).toEqual([
      { type: "job", job: "test.of_tenant", tenantId },
      { type: "system", job: "test.of_installation" },
    ]);
  });

  test("that is no longer right is refused with its reason and does nothing", async () => {
    let ran = false;
    const handler = handlerOf({ run: false, reason: "personDisabled" }, async () => {
      ran = true;
    });
    expect(await runJob(handler, { tenantId }, base, never)).toEqual({
      kind: "refused",
      reason: "personDisabled",
    });
    expect(ran).toBe(false);
  });

  test.each([
    ["nothing", null],
    ["another kind of identifier", { tenantId: newId("per") }],
    ["an unknown key", { tenantId, extra: 1 }],
    ["no key", {}],
  ])("with %s for a payload fails before anything is asked or done", async (_what, payload) => {
    let asked = false;
    const handler = handle({
      job: tenantJob,
      authorise: async () => {
        asked = true;
        return { run: true };
      },
      run: async () => {},
    });
    await expect(runJob(handler, payload, base, never)).rejects.toThrow();
    expect(asked).toBe(false);
  });

  test("is told when its time is over, and when the worker stops", async () => {
    const untilTold: Run = (_ctx, signal) =>
      new Promise((_done, fail) => {
        if (signal.aborted) fail(signal.reason);
        signal.addEventListener("abort", () => fail(signal.reason));
      });
    const handler = handlerOf({ run: true }, untilTold);
    await expect(runJob(handler, { tenantId }, base, never)).rejects.toThrow(/timeout/i);
    const stopping = new AbortController();
    const running = runJob(handler, { tenantId }, base, stopping.signal);
    stopping.abort(new Error("the worker is stopping"));
    await expect(running).rejects.toThrow("the worker is stopping");
  });

  test("that throws leaves its failure to the queue", async () => {
    const handler = handlerOf({ run: true }, async () => {
      throw new Error("bank is away");
    });
    await expect(runJob(handler, { tenantId }, base, never)).rejects.toThrow("bank is away");
  });
});
