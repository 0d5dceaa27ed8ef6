import type { Context } from "#lib/access/context.ts";
import { answerSignInRequestHandler } from "#lib/identity/answer-sign-in-request.job.ts";
import { answerSignInRequest, sendSignInMail } from "#lib/identity/jobs.ts";
import { requestSignInMail } from "#lib/identity/request-sign-in-mail.ts";
import { sendSignInMailHandler } from "#lib/identity/send-sign-in-mail.job.ts";
import { type JobOutcome, runJob } from "#lib/jobs/run-job.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { Secret } from "#lib/kernel/secret.ts";

import { type TestPeople, testOrigin } from "./people.ts";

export interface TestMail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** Asks for mail links and runs the worker's part of it by hand, with an inbox that the test holds. */
export function testMail(people: TestPeople) {
  const inbox: TestMail[] = [];
  const never = new AbortController().signal;
  const control = { whileSending: async (): Promise<void> => {} };
  const handlers = {
    [answerSignInRequest.name]: answerSignInRequestHandler,
    [sendSignInMail.name]: sendSignInMailHandler(
      async ({ to, subject, body }) => {
        await control.whileSending();
        inbox.push({ to, subject, body: body.reveal() });
      },
      [testOrigin],
    ),
  };

  const queued = (name: string) =>
    people.superuser<{ id: string; payload: unknown }[]>`select j.id, j.payload
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = ${name} order by j.id`;

  /** Runs what waits of one kind and takes it from the queue, as the worker does. */
  async function runQueued(name: string): Promise<readonly JobOutcome[]> {
    const outcomes: JobOutcome[] = [];
    const handler = handlers[name];
    if (!handler) throw new Error(`no handler for ${name}`);
    for (const { id, payload } of await queued(name)) {
      outcomes.push(await runJob(handler, payload, people.workerBase(), never));
      await people.superuser`delete from graphile_worker._private_jobs where id = ${id}`;
    }
    return outcomes;
  }

  return Object.assign(control, {
    inbox,
    queued,
    runQueued,
    handlers,
    async ask(
      email: string,
      more: { next?: string; locale?: Locale; ctx?: Context; origin?: string; remoteAddress?: string } = {},
    ): Promise<void> {
      const { next = null, locale = "en", ctx = people.visitor(), origin = testOrigin, remoteAddress } = more;
      const visit = people.visit({ origin, ...(remoteAddress ? { remoteAddress } : {}) });
      await requestSignInMail(ctx, visit, { email, next, locale });
    },
    /** The secret of a new link that was mailed to this address. */
    async link(email: string, next?: string): Promise<Secret<string>> {
      await this.ask(email, next === undefined ? {} : { next });
      await runQueued(answerSignInRequest.name);
      await runQueued(sendSignInMail.name);
      const body = inbox.filter(({ to }) => to === email).at(-1)?.body ?? "";
      return tokenIn(body);
    },
  });
}

export function tokenIn(body: string): Secret<string> {
  const [, token] = /\/sign-in\/confirm\?token=([\w-]{43})\s/.exec(body) ?? [];
  if (!token) throw new Error("the mail holds no link");
  return new Secret(token);
}
