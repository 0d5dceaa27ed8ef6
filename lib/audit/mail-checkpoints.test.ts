import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { smtpSender, transportUrl } from "#lib/identity/smtp.ts";
import { mailTo } from "#lib/worker-audit-log.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { machineEnvironment } from "#scripts/runtime/environment.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { appendEvents, testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import type { KeeperPlan } from "#scripts/testing/log-keeper.ts";
import { startMailServer, type TestMailServer } from "#scripts/testing/mail-server.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { openCheckpoint, splitNotes } from "./checkpoint.ts";
import { type CheckpointMailing, mailCheckpoints } from "./mail-checkpoints.ts";
import { readCheckpoint } from "./read-checkpoint.ts";
import { mailingLateMs, readAuditLogStatus } from "./read-log-status.ts";

const database = testDatabase();
const people = testPeople(database);
const log = testAuditLog(people);
const { north } = people;
const never = new AbortController().signal;
const hour = 3_600_000;
let server: TestMailServer;

beforeAll(async () => {
  server = await startMailServer();
  setDefaultCACertificates([...getCACertificates(), server.ca]);
  return () => server.close();
});
afterEach(async () => {
  server.answer = 250;
  server.delivered.length = 0;
  await people.superuser`delete from audit_mailings`;
});

const mailing = (over: Partial<CheckpointMailing> & { readonly url?: string } = {}): CheckpointMailing => {
  const sendMail = smtpSender(transportUrl(over.url ?? server.url), "Licet <no-reply@licet.example>");
  const send: CheckpointMailing["send"] = (to, mail, signal) => sendMail(mailTo(to, mail), signal);
  return {
    origin: testLogOrigin,
    to: "auditor@firm.example",
    everyMs: hour,
    send,
    deadlineMs: 10_000,
    ...over,
  };
};
const mail = (over?: Parameters<typeof mailing>[0]) => mailCheckpoints(people.system(), mailing(over), never);

async function grow(): Promise<string> {
  await appendEvents(people.as(north.investor));
  await log.catchUp();
  return readCheckpoint(people.visitor(), testLogOrigin);
}

/** What has happened to mails was so much longer ago. */
const pass = (
  ms: number,
) => people.superuser`update audit_mailings set mailed_at = mailed_at - ${ms} * interval '1 ms',
  attempted_at = attempted_at - ${ms} * interval '1 ms', failing_since = failing_since - ${ms} * interval '1 ms'`;
/** Checkpoints are append-only; this is a test's own clock. */
const signedAt = (note: string, at: string) =>
  people.superuser.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update audit_checkpoints set signed_at = ${at} where note = ${note}`;
  });
const attached = () =>
  server.delivered.map(({ mail: { attachments } }) =>
    Buffer.from(attachments[0]?.content as ArrayBuffer).toString("utf8"),
  );

describe("a mailed checkpoint", () => {
  test("arrives as a file with the note's bytes, which the log's key opens", async () => {
    const note = await grow();
    expect(await mail()).toBe(true);
    const [one] = server.delivered;
    expect(one?.to).toEqual(["auditor@firm.example"]);
    expect(one?.mail.subject).toMatch(/^Audit log consent\.example\.com\/audit: \d+ entries$/);
    expect(one?.mail.attachments[0]?.filename).toMatch(/^\d+\.checkpoints$/);
    expect(attached()).toEqual([note]);
    expect(openCheckpoint(attached()[0] ?? "", [log.key])).not.toBeNull();
  });

  test("comes once, and the next a period later with the newest, and never without a newer one", async () => {
    await grow();
    await mail();
    await pass(hour);
    expect(await mail()).toBe(false);
    await grow();
    const newest = await grow();
    expect(await mail()).toBe(true);
    expect(splitNotes(attached()[1] ?? "").at(-1)).toBe(newest);
    const last = await grow();
    await pass(hour - 1_000);
    expect(await mail()).toBe(false);
    await pass(1_000);
    expect(await mail()).toBe(true);
    expect(splitNotes(attached()[2] ?? "").at(-1)).toBe(last);
    expect(server.delivered).toHaveLength(3);
  });

  test("brings with it the last of each day since the mail before, however long none could be sent", async () => {
    await signedAt(await grow(), "2027-03-01T09:00:00Z");
    await mail();
    const days = [
      "2027-03-01T23:59:59Z",
      "2027-03-02T00:00:00Z",
      "2027-03-02T17:00:00Z",
      "2027-03-04T08:00:00Z",
    ];
    const notes: string[] = [];
    for (const at of days) {
      notes.push(await grow());
      await signedAt(notes.at(-1) ?? "", at);
    }
    await pass(hour);
    await mail();
    expect(attached()[1]).toBe([notes[0], notes[2], notes[3]].join(""));
  });

  test("goes to each mailbox by itself, and the database knows none by its name", async () => {
    await grow();
    for (const to of ["a@firm.example", "b@firm.example", "a@firm.example"]) await mail({ to });
    expect(server.delivered.flatMap(({ to }) => to)).toEqual(["a@firm.example", "b@firm.example"]);
    const rows = await people.superuser`select * from audit_mailings`;
    expect(JSON.stringify(rows)).not.toContain("firm.example");
  });

  test("is sent by one of several workers that found it due at the same moment, the first and any later one", async () => {
    for (const sent of [1, 2]) {
      await grow();
      await pass(hour);
      // Whoever wants to write waits until both have read.
      const attempts = await people.superuser.begin(async (tx) => {
        await tx`lock table audit_mailings in exclusive mode`;
        const both = [mail(), mail()];
        while (
          ((
            await tx<{ count: number }[]>`select count(*)::int as count from pg_locks
          where relation = 'audit_mailings'::regclass and not granted`
          )[0]?.count ?? 0) < both.length
        );
        return { both };
      });
      expect((await Promise.all(attempts.both)).filter(Boolean)).toHaveLength(1);
      expect(server.delivered).toHaveLength(sent);
    }
  });

  test("is not sent before there is a checkpoint, nor by anybody but the worker", async () => {
    expect(await mail({ origin: "another.example/log" })).toBe(false);
    const attempt = mailCheckpoints(people.as(north.admin), mailing(), never);
    await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe("a mail that fails", () => {
  const answers = (answer: TestMailServer["answer"]) => (): void => {
    server.answer = answer;
  };

  test.each([
    ["is refused for good", () => mail(), answers(550), "EMESSAGE"],
    ["is refused for now", () => mail(), answers(451), "EMESSAGE"],
    ["is never answered", () => mail({ deadlineMs: 300 }), answers("hang"), "mailTimedOut"],
    [
      "reaches nobody",
      async () => mail({ url: `smtps://x:y@localhost:${await freePort()}` }),
      () => {},
      "ESOCKET",
    ],
    ["is not let in", () => mail({ url: server.url.replace("pass%20word", "x") }), () => {}, "EAUTH"],
  ] as const)(
    "because it %s is told, tried again later, and seen until one arrives",
    async (_why, attempt, arrange, code) => {
      const note = await grow();
      arrange();
      await expect(attempt()).rejects.toMatchObject({ code });
      expect(await mail()).toBe(false);
      await pass(mailingLateMs + 1_000);
      expect((await readAuditLogStatus(people.visitor())).state).toBe("unmailed");

      server.answer = 250;
      await people.superuser`update audit_mailings set attempted_at = now() - interval '3 minutes'`;
      expect(await mail()).toBe(true);
      expect(attached()).toEqual([note]);
      expect((await readAuditLogStatus(people.visitor())).state).toBe("inStep");
    },
  );

  test("is no alarm while it is young, nor when nobody sends to that mailbox any more", async () => {
    await grow();
    server.answer = 550;
    await expect(mail()).rejects.toThrow();
    await pass(mailingLateMs - 60_000);
    expect((await readAuditLogStatus(people.visitor())).state).toBe("inStep");
    await pass(2 * hour);
    expect((await readAuditLogStatus(people.visitor())).state).toBe("inStep");
  });

  test("because the worker is told to stop is given up at once, and is nobody's fault", async () => {
    await grow();
    server.answer = "hang";
    const stopping = new AbortController();
    const attempt = mailCheckpoints(people.system(), mailing(), stopping.signal);
    await server.arrives();
    stopping.abort();
    expect(await attempt).toBe(false);
    const [row] = await people.superuser`select failing_since from audit_mailings`;
    expect(row?.failing_since).toBeNull();
  });
});

describe("a worker whose mail server hangs", () => {
  const program = fileURLToPath(new URL("../../scripts/testing/log-keeper.ts", import.meta.url));
  const start = async (): Promise<ChildProcess> => {
    const kmsAuthority = join(log.folder, "kms.pem");
    const mailAuthority = join(log.folder, "mail.pem");
    writeFileSync(kmsAuthority, log.kms.ca);
    writeFileSync(mailAuthority, server.ca);
    const plan: KeeperPlan = {
      dataUrl: database.url("data", "licet_worker"),
      ca: database.ca,
      kms: { port: log.kms.port, caFile: kmsAuthority, token: log.kms.tokens.worker },
      version: firstVersion(log.kms.names.auditCheckpoint),
      origin: testLogOrigin,
      copies: log.copies,
      mail: { url: `${server.url}?socketTimeout=600000`, to: "auditor@firm.example" },
    };
    const child = spawn(process.execPath, [program], {
      env: { ...machineEnvironment(), NODE_ENV: "test", NODE_EXTRA_CA_CERTS: mailAuthority },
      stdio: ["pipe", "ignore", "inherit"],
    });
    running.push(child);
    child.stdin?.end(JSON.stringify(plan));
    return child;
  };
  const running: ChildProcess[] = [];
  const kill = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  afterEach(() => Promise.all(running.map(kill)));
  const until = async (what: () => Promise<boolean>) => {
    for (let attempt = 0; !(await what()); attempt++) {
      if (attempt === 400) throw new Error("it did not come about");
      await pause(50);
    }
  };

  test("sequences, signs and publishes as ever, and one that is killed meanwhile mails the newest after its start", async () => {
    await grow();
    server.answer = "hang";
    const arrived = server.arrives();
    const first = await start();
    await arrived;
    await appendEvents(people.as(north.investor), 3);
    const [row] = await people.superuser<
      { count: number }[]
    >`select count(*)::int as count from audit_events`;
    await until(async () => {
      const note = await readCheckpoint(people.visitor(), testLogOrigin);
      return Number(note.split("\n")[1]) === row?.count;
    });
    expect(server.delivered).toEqual([]);
    await kill(first);

    server.answer = 250;
    await pass(180_000);
    const second = await start();
    await until(async () => server.delivered.length > 0);
    await kill(second);
    expect(attached()).toEqual([await readCheckpoint(people.visitor(), testLogOrigin)]);
  });
});
