import { setTimeout as pause } from "node:timers/promises";
import { sealAnswer } from "#components/authorisation/seal-answer.ts";
import type { AuthorisationView } from "#lib/authorisation/view.ts";
import type { Begun } from "#lib/connections/begin-link.ts";
import type { LoggedCall } from "#sandbox/bank/call-log.ts";
import { bankTime, callsOf, type Waited } from "./bank-time.ts";
import { newInvestors } from "./investors.ts";
import { codeOf, type Running } from "./running.ts";
import type { Investor } from "./web-side.ts";

export interface Took {
  /** As the person waited. */
  readonly ms: number;
  /** Without what the bank needed. */
  readonly ours: number;
}

/** What a person waits for on their way into a bank, in its order. */
export const waits = ["question", "next", "in"] as const;
export type Wait = (typeof waits)[number];

type Waits = Record<Wait, Waited>;

/** Before each act, so that what the one before has left behind is done. */
const restMs = 1_000;

/**
 * So many people, all of them on their way at once: everybody is asked before anybody answers. Each act is done by all
 * within `spreadMs`, evenly; within 0 ms it is done by all in the same moment.
 */
export async function runRound(
  running: Running,
  { name, people, spreadMs }: { readonly name: string; readonly people: number; readonly spreadMs: number },
): Promise<readonly Record<Wait, Took>[]> {
  const last = (await callsOf(running.stack.phoneOrigin, 0)).at(-1)?.number ?? 0;
  const investors = await newInvestors(running.sql, running.web.db, people);
  const spread = <T, R>(all: readonly T[], act: (one: T) => Promise<R>): Promise<R[]> =>
    Promise.all(all.map((one, at) => pause(restMs + (at * spreadMs) / people).then(() => act(one))));

  const sealed = await Promise.all(
    investors.map(async (ctx, at) => {
      const userName = `many@${name}n${at}`;
      return { ctx, userName, sealed: await running.web.seal(ctx, userName) };
    }),
  );
  const asked = await spread(sealed, (one) => submit(running, one));
  const next = await spread(asked, (one) => chooseMethod(running, one));
  const prepared = await Promise.all(next.map((one) => sealCode(running, one)));
  const done = await spread(prepared, (one) => giveCode(running, one));
  await isQuiet(running);
  const calls = await callsOf(running.stack.phoneOrigin, last);
  return Promise.all(done.map((one) => tookOf(running, one, calls)));
}

interface Link extends Begun {
  readonly ctx: Investor;
  readonly userName: string;
  readonly view: AuthorisationView;
}

async function submit(
  { web }: Running,
  { ctx, userName, sealed }: Pick<Link, "ctx" | "userName"> & { sealed: Parameters<typeof web.submit>[1] },
) {
  const from = Date.now();
  const begun = await web.submit(ctx, sealed);
  const { view, at: to } = await web.seen(ctx, begun.authorisationId, ({ step }) => step > 0);
  return { ...begun, ctx, userName, view, question: { from, to } };
}

type Step<W extends Wait> = Link & Pick<Waits, W>;

async function chooseMethod(running: Running, link: Step<"question">): Promise<Step<"question" | "next">> {
  const given = { kind: "method", methodId: "sms" } as const;
  const { view, waited } = await answer(running, link, given, ({ step }) => step > link.view.step);
  return { ...link, view, next: waited };
}

type Prepared = Step<"question" | "next"> & { readonly code: string };

/** As the browser does it before it sends anything. */
async function sealCode(running: Running, link: Step<"question" | "next">): Promise<Prepared> {
  const { answerKey } = link.view;
  if (!answerKey) throw new Error("no code is asked for");
  return { ...link, code: await sealAnswer(answerKey, await codeOf(running, link.userName)) };
}

async function giveCode(running: Running, link: Prepared): Promise<Step<Wait>> {
  const given = { kind: "code", sealed: link.code } as const;
  const { view, waited } = await answer(running, link, given, ({ status }) => status === "finalised");
  return { ...link, view, in: waited };
}

async function answer(
  { web }: Running,
  { ctx, view, authorisationId }: Link,
  given: Parameters<typeof web.answer>[2],
  isIt: (view: AuthorisationView) => boolean,
): Promise<{ readonly view: AuthorisationView; readonly waited: Waited }> {
  const from = Date.now();
  const [seen] = await Promise.all([web.seen(ctx, authorisationId, isIt), web.answer(ctx, view, given)]);
  return { view: seen.view, waited: { from, to: seen.at } };
}

async function tookOf(
  { sql }: Running,
  link: Step<Wait>,
  calls: readonly LoggedCall[],
): Promise<Record<Wait, Took>> {
  const [row] = await sql`select bank_reference from connections where connection_id = ${link.connectionId}`;
  const reference = String(row?.bank_reference);
  if (!calls.some(({ consentId }) => consentId === reference))
    throw new Error("the bank knows nothing of it");
  const of = (waited: Waited): Took => {
    const ms = waited.to - waited.from;
    return { ms, ours: ms - bankTime(calls, reference, waited) };
  };
  return { question: of(link.question), next: of(link.next), in: of(link.in) };
}

/** When nothing waits to be done any more, what was put off for a while included. */
async function isQuiet({ sql }: Running): Promise<void> {
  for (;;) {
    await pause(1_000);
    const [row] = await sql`select count(*)::int as left from graphile_worker._private_jobs
        where run_at <= now() or payload ->> 'credentialId' is not null`;
    if (row?.left === 0) return;
  }
}
