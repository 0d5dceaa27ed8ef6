import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { keepTokens } from "#lib/vault/keep-tokens.ts";
import { lockSealed } from "#lib/vault/sealed-credential.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestLink, type TestWorker, testLinks } from "#scripts/testing/links.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { endAtBankHandler } from "./end-at-bank.job.ts";
import { endConnection } from "./end-connection.ts";
import { linking } from "./link.job.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);
afterEach(() => people.clock.reset());

const job = () => people.job(people.north.tenantId);
const rowOf = async ({ connectionId }: Pick<TestLink, "connectionId">) => {
  const [row] = await people.superuser`select state, needs, bank_reference as reference, ending_due_at as due
    from connections where connection_id = ${connectionId}`;
  return row;
};
const tokensOf = async ({ connectionId }: TestLink) =>
  (await people.superuser`select 1 from connection_tokens where connection_id = ${connectionId}`).length;
const stop = ({ investor, connectionId }: TestLink) => endConnection(people.as(investor), { connectionId });

async function letIn(worker: TestWorker, userName: string): Promise<TestLink> {
  const link = await links.begin(await links.access(userName));
  await worker.link(link);
  await links.step(link);
  await worker.linking.whenIdle();
  return link;
}

/** The data database lets nobody of the worker's in for a moment. */
async function outage(ms: number): Promise<void> {
  const { superuser } = people;
  const [{ name } = { name: "" }] = await superuser`select current_database() as name`;
  await superuser.unsafe(`revoke connect on database "${name}" from public, licet_worker`);
  await superuser`select pg_terminate_backend(pid) from pg_stat_activity
    where usename = 'licet_worker' and datname = current_database()`;
  void pause(ms).then(() => superuser.unsafe(`grant connect on database "${name}" to public`));
}

/** A bank whose access is tokens. */
const giving = (more: Partial<Connector> = {}): Connector => {
  const real = links.bank.connector();
  return {
    ...real,
    begin: async (...call) => {
      const step = await real.begin(...call);
      if (step.kind !== "done") return step;
      return { ...step, grant: { ...step.grant, tokens: new Secret("given") } };
    },
    end: (grant, signal) => real.end({ ...grant, tokens: null }, signal),
    ...more,
  };
};

describe("what a bank has said", () => {
  test("is written once the database is there again: a password that it refused is not tried again", async () => {
    const real = links.bank.connector();
    const connector: Connector = {
      ...real,
      begin: async (...call) => {
        const step = await real.begin(...call);
        await outage(600);
        return step;
      },
    };
    const worker = await links.worker({ connector });
    const link = await links.begin(await links.access("sms@outage", {}, "not-the-password"));
    await worker.link(link);
    await worker.linking.whenIdle();
    expect((await links.view(link)).failure?.reason).toBe("wrongPassword");
    expect(await rowOf(link)).toMatchObject({ needs: "credential" });
  });

  test("stays stored when keys of before cannot be forgotten at once", async () => {
    const opener = links.vault.opener();
    const keyDatabase = {
      ...opener.keyDatabase,
      transaction: (async (work, settings) =>
        opener.keyDatabase.transaction(async (tx) => {
          const forgetting = new Proxy(tx, {
            get: (of, name) => {
              if (name === "delete") throw new Error("the key database is away");
              return Reflect.get(of, name);
            },
          });
          return work(forgetting);
        }, settings)) as typeof opener.keyDatabase.transaction,
    };
    const worker = await links.worker({ connector: giving(), opener: { ...opener, keyDatabase } });
    const from = Math.max(0, ...(await links.bank.seen()).map(({ number }) => number));
    const link = await letIn(worker, "exempt@forgetful");
    expect((await links.view(link)).status).toBe("exempted");
    expect([await tokensOf(link), await rowOf(link)]).toMatchObject([1, { state: "choosing" }]);
    const ended = (await links.calls(from)).filter((call) => call.startsWith("DELETE "));
    expect(ended).toEqual([]);
  });
});

describe("after the end of a connection, of which its worker has not heard,", () => {
  const never = new AbortController().signal;
  const endings = { watch: () => ({ signal: never, [Symbol.dispose]: () => {} }), close: async () => {} };

  test("nothing is stored of a list of accounts that was being read", async () => {
    const real = links.bank.connector();
    let link: TestLink | null = null;
    const connector: Connector = {
      ...real,
      open: (grant, terms) => {
        const session = real.open(grant, terms);
        return {
          ...session,
          accounts: async function* () {
            yield* session.accounts();
            if (link) await stop(link);
          },
        };
      },
    };
    const worker = await links.worker({ connector, endings });
    link = await letIn(worker, "exempt@stopped");
    await worker.offer(link);
    const of = link.connectionId;
    expect(await people.superuser`select 1 from accounts where connection_id = ${of}`).toEqual([]);
    expect(await people.superuser`select 1 from record_chunks where connection_id = ${of}`).toEqual([]);
  });

  test("no tokens come back that a bank was just replacing", async () => {
    const worker = await links.worker({ connector: giving() });
    const link = await letIn(worker, "exempt@replacing");
    const holder = await inTransaction(job(), (tx) => lockSealed(tx, link.credentialId));
    await stop(link);
    await worker.endAtBank(link.connectionId);
    expect(await tokensOf(link)).toBe(0);
    const late = keepTokens(job(), links.vault.opener(), holder, new Secret("late"));
    await expect(late).rejects.toThrow(/Failed query|no tokens/);
    expect(await tokensOf(link)).toBe(0);
  });
});

describe("an end that its bank cannot be told", () => {
  test("because its tokens are for other hosts, is over with its deadline, and so are the tokens", async () => {
    const worker = await links.worker({ connector: giving() });
    const link = await letIn(worker, "exempt@moved");
    await stop(link);
    const { banks } = worker.parts;
    const binding = "e".repeat(64);
    const moved = {
      opener: links.vault.opener({ bindingOf: () => binding }),
      banks: {
        ...banks,
        of: (id: string) => {
          const bank = banks.of(id);
          return bank && { ...bank, binding };
        },
      },
    };
    const payload = { tenantId: people.north.tenantId, connectionId: link.connectionId };
    const end = () =>
      runJob(endAtBankHandler(moved), payload, people.workerBase(), new AbortController().signal);
    await expect(end()).rejects.toMatchObject({ code: "vault.institution_changed" });
    expect(await tokensOf(link)).toBe(1);
    people.clock.advance(200 * 86_400_000);
    await end();
    expect([await tokensOf(link), await rowOf(link)]).toMatchObject([0, { reference: null, due: null }]);
    expect((await people.events(link.connectionId)).at(-1)?.type).toBe("connection.bankNotTold");
  });
});

describe("a job that names another connection than its attempt is of", () => {
  test("changes nothing of that other one", async () => {
    const mine = await links.begin(await links.access("sms@mine"));
    const theirs = await links.begin(await links.access("sms@theirs"));
    const moved = { connector: links.bank.connector(), binding: "e".repeat(64) };
    const { parts } = await links.worker({ banks: { of: () => moved, close: async () => {} } });
    const { handler } = linking(parts);
    const payload = { tenantId: people.north.tenantId, connectionId: mine.connectionId };
    const forged = { ...payload, authorisationId: theirs.authorisationId };
    await runJob(handler, forged, people.workerBase(), new AbortController().signal);
    expect([await rowOf(mine), await rowOf(theirs)]).toMatchObject([
      { needs: null },
      { needs: "credential" },
    ]);
  });
});
