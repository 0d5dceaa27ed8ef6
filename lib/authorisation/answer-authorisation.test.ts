import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sealAnswer } from "#components/authorisation/seal-answer.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { DialogStep } from "#lib/aspsp/dialog.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { present, testAuthorisations } from "#scripts/testing/authorisations.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testRelayTls } from "#scripts/testing/relay.ts";
import { answerAuthorisation, type Relay } from "./answer-authorisation.ts";
import { endAuthorisation } from "./end-authorisation.ts";
import { type DialogKeeper, keepDialogs } from "./keep-dialogs.ts";
import { readAuthorisation } from "./read-authorisation.ts";
import { sendAnswer } from "./send-answer.ts";
import { showStep } from "./show-step.ts";
import { type RunningRelay, startRelay } from "./start-relay.ts";

const people = testPeople(testDatabase());
const attempts = testAuthorisations(people);
const { north, south } = people;

const method = { id: "sms", kind: "sms" as const, name: "SMS", explanation: null };
const code = (): DialogStep => ({
  ...{ kind: "enterCode", message: null, method, methods: [method], canResend: false, problem: null },
  ...{ expiresAt: null, attemptsLeft: null, data: [], format: "digits", maxLength: 6 },
  dialog: new Secret<object>({}),
});
const done: DialogStep = { kind: "done", grant: { reference: "grant", validUntil: null, tokens: null } };

let relay: Relay;
let running: RunningRelay;
let keeper: DialogKeeper;
beforeAll(async () => {
  const { web, worker } = await testRelayTls();
  keeper = keepDialogs(systemClock);
  const listen = { host: "127.0.0.1", port: 0, name: "127.0.0.1" };
  running = await startRelay(keeper.deliver, { tls: worker, listen });
  relay = (relayed, workerAddress) => sendAnswer(relayed, workerAddress, web);
});
afterAll(async () => {
  await keeper.stop();
  await running.close();
});

/** A dialog as a worker leads it: each step through the database, answers through the relay. */
async function lead(...steps: DialogStep[]) {
  const one = await attempts.begun();
  const worker = { workerId: "worker", address: running.address };
  await attempts.claim(one, worker);
  const heard: string[] = [];
  const next = async (what: string): Promise<DialogStep> => {
    heard.push(what);
    return steps.shift() ?? Promise.reject(new Error("asked once too often"));
  };
  const connector = {
    begin: () => next("begin"),
    resume: (_dialog: unknown, reply: { kind: string; code?: Secret<string> }) =>
      next(reply.code?.reveal() ?? reply.kind),
    cancel: async () => void heard.push("cancel"),
    end: async () => void heard.push("end"),
  } as unknown as Connector;
  const ctx = people.job(one.investor.tenantId);
  const { authorisationId } = one;
  const outcome = keeper.run({
    ...{ authorisationId, connector, request: { person: present } as never },
    show: (shown) =>
      inTransaction(ctx, (tx) => showStep(tx, ctx, { authorisationId, workerId: worker.workerId, shown })),
  });
  const ended = outcome.then(({ authorisation: end }) =>
    inTransaction(ctx, (tx) =>
      endAuthorisation(tx, ctx, { authorisationId, workerId: worker.workerId, end }),
    ),
  );
  const investor = people.as(one.investor);
  const at = (step: number) =>
    vi.waitUntil(
      async () => {
        const view = await readAuthorisation(investor, one);
        return view.step === step && view.answerKey ? view.answerKey : null;
      },
      { timeout: 5_000, interval: 20 },
    );
  const answer = async (step: number, text: string) => ({
    ...{
      authorisationId,
      step,
      answer: { kind: "code" as const, sealed: await sealAnswer(await at(step), text) },
    },
  });
  return { ...one, investor: one.investor, ctx: investor, heard, ended, at, answer };
}

const refused = (code: string) => ({ code: `authorisation.${code}` });

describe("what an investor answers", () => {
  test("reaches the bank once, of fifty that are sent at once, and all of them are told the same", async () => {
    const dialog = await lead(code(), done);
    const answer = await dialog.answer(1, "271828");
    await Promise.all(Array.from({ length: 50 }, () => answerAuthorisation(dialog.ctx, relay, answer)));
    await dialog.ended;
    expect(dialog.heard).toEqual(["begin", "271828"]);
    expect(await readAuthorisation(dialog.ctx, dialog)).toMatchObject({ status: "finalised" });
    await expect(answerAuthorisation(dialog.ctx, relay, answer)).resolves.toBeUndefined();
    expect(dialog.heard).toHaveLength(2);
  });

  test("is told apart: to an earlier step, to another one, or to what is over", async () => {
    const dialog = await lead(code(), code(), done);
    const first = await dialog.answer(1, "000000");
    await answerAuthorisation(dialog.ctx, relay, first);
    const second = await dialog.answer(2, "111111");
    const other = { ...second, answer: first.answer };
    await expect(answerAuthorisation(dialog.ctx, relay, other)).rejects.toMatchObject(refused("unusable"));
    const choice = { ...first, answer: { kind: "method" as const, methodId: "sms" } };
    // What was answered once stays answered, whatever is sent for it again.
    await expect(answerAuthorisation(dialog.ctx, relay, choice)).resolves.toBeUndefined();
    await answerAuthorisation(dialog.ctx, relay, second);
    await dialog.ended;
    const late = { ...second, step: 3 };
    await expect(answerAuthorisation(dialog.ctx, relay, late)).rejects.toMatchObject(refused("gone"));
    expect(dialog.heard).toEqual(["begin", "000000", "111111"]);
  });

  test("is not found for anybody else, and refused to whoever is no investor", async () => {
    const dialog = await lead(code(), done);
    const answer = await dialog.answer(1, "123456");
    for (const other of [await people.add("investor"), south.investor]) {
      const attempt = answerAuthorisation(people.as(other), relay, answer);
      await expect(attempt).rejects.toMatchObject(refused("not_found"));
    }
    for (const ctx of [people.as(north.advisor), people.as(north.compliance), people.job(north.tenantId)]) {
      await expect(answerAuthorisation(ctx, relay, answer)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    const cancel = { ...answer, answer: { kind: "cancel" as const } };
    await answerAuthorisation(dialog.ctx, relay, cancel);
    await dialog.ended;
    expect(dialog.heard).toEqual(["begin", "cancel"]);
  });

  test("has nobody to go to before a worker took the attempt up, and after it is gone", async () => {
    const waiting = await attempts.begun();
    const answer = { ...waiting, step: 1, answer: { kind: "cancel" as const } };
    const ctx = people.as(waiting.investor);
    await expect(answerAuthorisation(ctx, relay, answer)).rejects.toMatchObject(refused("unreachable"));
    await attempts.claim(waiting, { workerId: "dead", address: "127.0.0.1:1" });
    await expect(answerAuthorisation(ctx, relay, answer)).rejects.toMatchObject(refused("unreachable"));
    const job = people.job(waiting.investor.tenantId);
    const end = { status: "finalised", at: new Date() } as const;
    const { authorisationId } = waiting;
    await inTransaction(job, (tx) => endAuthorisation(tx, job, { authorisationId, workerId: "dead", end }));
    await expect(answerAuthorisation(ctx, relay, answer)).rejects.toMatchObject(refused("gone"));
  });

  test("is not handed to another process at the worker’s address", async () => {
    const { worker } = await testRelayTls();
    const heard: unknown[] = [];
    const listen = { host: "127.0.0.1", port: 0, name: "127.0.0.1" };
    const deliver = async (...what: unknown[]) => {
      heard.push(what);
      return "accepted" as const;
    };
    const impostor = await startRelay(deliver, { tls: worker, listen });
    const one = await attempts.begun();
    await attempts.claim(one, { workerId: "moved", address: impostor.address });
    const answer = { ...one, step: 1, answer: { kind: "cancel" as const } };
    const attempt = answerAuthorisation(people.as(one.investor), relay, answer);
    await expect(attempt).rejects.toMatchObject(refused("unreachable"));
    expect(heard).toEqual([]);
    await impostor.close();
  });
});
