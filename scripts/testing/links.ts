import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { sealAnswer } from "#components/authorisation/seal-answer.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { Answer } from "#lib/authorisation/answer.ts";
import { type DialogKeeper, keepDialogs } from "#lib/authorisation/keep-dialogs.ts";
import { readAuthorisation } from "#lib/authorisation/read-authorisation.ts";
import type { AuthorisationView } from "#lib/authorisation/view.ts";
import { type Begun, beginLink } from "#lib/connections/begin-link.ts";
import {
  type ConsentEndings,
  endingsChannel,
  watchConsentEndings,
} from "#lib/connections/consent-endings.ts";
import { endAtBankHandler } from "#lib/connections/end-at-bank.job.ts";
import { endAtBank, linkConnection, offerAccounts } from "#lib/connections/jobs.ts";
import { type Linking, linking } from "#lib/connections/link.job.ts";
import type { LinkParts } from "#lib/connections/link-parts.ts";
import { offerAccountsHandler } from "#lib/connections/offer-accounts.job.ts";
import { readConnection } from "#lib/connections/read-connection.ts";
import type { ConnectionDetailView } from "#lib/connections/view.ts";
import type { Terms } from "#lib/consent/terms.ts";
import { listen } from "#lib/db/listen.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import { type JobOutcome, runJob } from "#lib/jobs/run-job.ts";
import type { ConnectionId, CredentialId } from "#lib/kernel/id.ts";
import type { Opener } from "#lib/vault/sealer.ts";
import { demoPassword } from "#sandbox/bank/family/people.ts";
import { type TestConsent, testConsents } from "./consent.ts";
import type { TestDatabase } from "./database.ts";
import type { TestPeople, TestPerson } from "./people.ts";
import { testRecords } from "./records.ts";
import { type RetailBank, startRetailBank } from "./retail-bank.ts";
import { testBinding, testVault } from "./vault.ts";

export const presentPerson = { ipAddress: "203.0.113.7", userAgent: "Mozilla/5.0", language: "es" as const };

/** One person with what they handed over for the bank of these tests, and the consent that covers it. */
export interface TestAccess extends TestConsent {
  readonly credentialId: CredentialId;
  readonly userName: string;
}

export type TestLink = TestAccess & Begun;

export interface TestWorker {
  readonly parts: LinkParts;
  readonly linking: Linking;
  readonly keeper: DialogKeeper;
  /** Runs the job that was enqueued for it, as the queue would. */
  link(link: TestLink): Promise<JobOutcome>;
  offer(link: TestLink): Promise<JobOutcome>;
  endAtBank(connectionId: ConnectionId): Promise<JobOutcome>;
}

/** Linking as web and worker do it, on this file's databases, its own KMS and the sandbox's retail bank. */
export function testLinks(database: TestDatabase, people: TestPeople) {
  const vault = testVault(database);
  const records = testRecords(database);
  const consents = testConsents(people);
  const stopping: (() => Promise<void>)[] = [];
  let bank: RetailBank;
  let endings: ConsentEndings;

  beforeAll(async () => {
    bank = await startRetailBank();
    const { db } = people.workerBase();
    endings = watchConsentEndings((listener) => listen(db, endingsChannel, listener));
  }, 60_000);
  afterEach(async () => {
    for (const stop of stopping.splice(0)) await stop();
  });
  afterAll(async () => {
    await endings.close();
    await bank.close();
  });

  const run = (handler: JobHandler, payload: object): Promise<JobOutcome> =>
    runJob(handler, payload, people.workerBase(), new AbortController().signal);

  async function store(investor: TestPerson, userName: string, pin = demoPassword): Promise<CredentialId> {
    return vault.store(people.as(investor), { userId: userName, pin });
  }

  const view = ({ investor, authorisationId }: TestLink): Promise<AuthorisationView> =>
    readAuthorisation(people.as(investor), { authorisationId });

  return {
    vault,
    records,
    consents,
    get bank() {
      return bank;
    },
    get endings() {
      return endings;
    },
    store,
    /** A given consent without accounts, and a credential for one of the bank's people. */
    async access(userName: string, terms: Partial<Terms> = {}, pin = demoPassword): Promise<TestAccess> {
      const consent = await consents.given(terms, { accountIds: [] });
      return { ...consent, userName, credentialId: await store(consent.investor, userName, pin) };
    },
    async begin(access: TestAccess): Promise<TestLink> {
      const { credentialId, consentId, investor } = access;
      const input = { credentialId, consentId, person: presentPerson };
      return { ...access, ...(await beginLink(people.as(investor), input)) };
    },
    /** A worker of its own: its dialogs die with the test. */
    async worker(
      more: Partial<LinkParts> & { connector?: Connector; opener?: Opener } = {},
    ): Promise<TestWorker> {
      const { connector = bank.connector(), ...rest } = more;
      const keeper = keepDialogs(people.clock);
      const parts: LinkParts = {
        opener: vault.opener(),
        keys: await records.process("licet_worker"),
        banks: { of: () => ({ connector, binding: testBinding }), close: async () => {} },
        ...{ keeper, endings, returnUri: null, dialogsAtMost: 10, warn: () => {} },
        worker: { workerId: `worker-${randomBytes(4).toString("hex")}`, address: "127.0.0.1:1" },
        ...rest,
      };
      const links = linking(parts);
      const payload = ({ investor: { tenantId }, connectionId, authorisationId }: TestLink) => ({
        ...{ tenantId, connectionId, authorisationId },
      });
      stopping.push(async () => {
        await keeper.stop();
        await links.whenIdle();
      });
      return {
        ...{ parts, keeper, linking: links },
        link: (link) => run(links.handler, payload(link)),
        offer: (link) => run(offerAccountsHandler(parts), payload(link)),
        endAtBank: (connectionId) =>
          run(endAtBankHandler(parts), { tenantId: people.north.tenantId, connectionId }),
      };
    },
    view,
    /** What the bank asks, once it asks something new; what came of it, once that is known. */
    step: (link: TestLink, after = 0): Promise<AuthorisationView> =>
      vi.waitFor(
        async () => {
          const now = await view(link);
          if (now.failure || now.step > after || ["finalised", "exempted"].includes(now.status)) return now;
          throw new Error(`nothing new is asked: ${now.status}`);
        },
        { timeout: 20_000, interval: 25 },
      ),
    /** Hands in the code that is on its way to the person, sealed as their browser does it. */
    async answerCode({ keeper }: TestWorker, link: TestLink, code?: string): Promise<void> {
      const asked = await view(link);
      const { question, answerKey, step } = asked;
      if (!question || !answerKey || !("method" in question)) throw new Error("no code is asked for");
      const chosenScaMethod = { authenticationMethodId: question.method?.id };
      const given = code ?? (await bank.tpp.codeFor(link.userName, { chosenScaMethod, challengeData: {} }));
      const answer: Answer = { kind: "code", sealed: await sealAnswer(answerKey, given) };
      const told = await keeper.deliver(link.authorisationId, step, answer);
      if (told !== "accepted") throw new Error(`the answer was ${told}`);
    },
    async read({
      investor,
      connectionId,
    }: Pick<TestLink, "investor" | "connectionId">): Promise<ConnectionDetailView> {
      const keys = await records.process("licet_web");
      return readConnection(people.as(investor), keys, { connectionId });
    },
    /** The queue's jobs of one kind, by what they are for. */
    async queued(kind: (typeof kinds)[number], connectionId: string): Promise<number> {
      const rows = await people.superuser`select 1 from graphile_worker._private_jobs j
        join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = ${kind} and j.payload ->> 'connectionId' = ${connectionId}`;
      return rows.length;
    },
    /** What the bank saw of consents since the call of this number: verb and path. */
    async calls(after = 0): Promise<readonly string[]> {
      return (await bank.seen())
        .filter(({ number }) => number > after)
        .map(({ method, path }) => `${method} ${path}`);
    },
  };
}

const kinds = [linkConnection.name, offerAccounts.name, endAtBank.name, "connections.sync"] as const;
export type TestLinks = ReturnType<typeof testLinks>;
