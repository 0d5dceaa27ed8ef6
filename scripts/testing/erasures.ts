import { randomBytes } from "node:crypto";
import { afterEach } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { endAtBankHandler } from "#lib/connections/end-at-bank.job.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { type ConnectionId, type ErasureId, newId } from "#lib/kernel/id.ts";
import { beginErasure } from "#lib/privacy/begin-erasure.ts";
import type { Obligation } from "#lib/privacy/erasure.ts";
import type { ErasureParts } from "#lib/privacy/erasure-steps.ts";
import { walkLedger } from "#lib/privacy/walk-ledger.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { destroyCredentialHandler } from "#lib/vault/destroy-credential.job.ts";
import { canaryOf, tablesWith } from "./canary.ts";
import type { TestDatabase } from "./database.ts";
import type { TestLink, TestLinks, TestWorker } from "./links.ts";
import type { TestMail } from "./mail-link.ts";
import type { TestPeople, TestPerson } from "./people.ts";
import { balances } from "./records.ts";

const never = new AbortController().signal;

export type TestErasures = ReturnType<typeof testErasures>;

/** Erasures as web begins and the worker ends them, with the other jobs that they wait for. */
export function testErasures(database: TestDatabase, people: TestPeople, links: TestLinks) {
  const inbox: TestMail[] = [];
  /** One process of the worker's for each test: the records' tests close it. */
  let opened: Promise<RecordKeys> | null = null;
  const keys = (): Promise<RecordKeys> => {
    opened ??= links.records.process("licet_worker");
    return opened;
  };
  afterEach(() => {
    opened = null;
    inbox.length = 0;
  });

  async function parts(more: Partial<ErasureParts> = {}): Promise<ErasureParts> {
    return {
      keys: await keys(),
      sendMail: async ({ to, subject, body }) => void inbox.push({ to, subject, body: body.reveal() }),
      portalOrigin: "https://consent.example",
      ...{ keyBackupDays: 7, dataBackupDays: 35 },
      ...more,
    };
  }

  /** Linked by somebody whose every text stands nowhere else, with all of it in every table that could hold some. */
  async function known(worker: TestWorker, userName: string) {
    const link = await links.begin(await links.access(userName));
    await worker.link(link);
    await links.step(link);
    await worker.linking.whenIdle();
    await worker.offer(link);
    return { link, texts: await plantTexts(link) };
  }

  async function plantTexts({ investor, connectionId, consentId }: TestLink): Promise<readonly string[]> {
    const mark = () => randomBytes(9).toString("hex");
    const texts = {
      name: mark(),
      email: `${mark()}@example.org`,
      iban: `ES91${mark()}`,
      device: mark(),
      passkey: mark(),
    };
    const more = { holder: mark(), account: mark(), message: mark(), reference: mark() };
    const { tenantId, personId } = investor;
    const sql = people.superuser;
    await sql`update people set name = ${texts.name}, email = ${texts.email}, email_key = ${texts.email}
      where person_id = ${personId}`;
    await sql`insert into sign_in_requests (request_id, email_key, locale, origin)
      values (${newId("sir" as never)}, ${texts.email}, 'en', 'https://consent.example')`;
    await sql`insert into passkeys (tenant_id, passkey_id, person_id, credential_id, public_key, sign_count, name)
      values (${tenantId}, ${newId("pky")}, ${personId}, ${mark()}, ${randomBytes(77)}, 0, ${texts.passkey})`;
    await sql`insert into sessions (tenant_id, session_id, person_id, token_hash, method, level, origin, device, idle_minutes,
        expires_at) values (${tenantId}, ${newId("ses")}, ${personId}, ${randomBytes(32)}, 'mailLink', 'full',
        'https://consent.example', ${texts.device}, 30, now() + interval '1 hour')`;
    await sql`insert into mail_links (tenant_id, person_id, token_hash, origin, expires_at)
      values (${tenantId}, ${personId}, ${randomBytes(32)}, 'https://consent.example', now() + interval '10 minutes')`;
    await sql`insert into authorisations (tenant_id, authorisation_id, connection_id, investor_id, status, step, reason,
        message, begun_at, ended_at) values (${tenantId}, ${newId("aut")}, ${connectionId}, ${personId}, 'failed', 1,
        'accessBlocked', ${more.message}, now(), now())`;
    await sql`insert into invitations (tenant_id, invitation_id, investor_id, consent_id, invited_by, external_reference, locale,
        mailings, asked_at, expires_at, created_at) values (${tenantId}, ${`inv_${crypto.randomUUID()}`}, ${personId},
        ${consentId}, ${newId("per")}, ${more.reference}, 'en', 1, now(), now() + interval '7 days', now())`;
    const identity = [
      { fact: "iban", value: texts.iban, share: null },
      { fact: "holder", value: more.holder, share: null },
      { fact: "name", value: more.account, share: null },
    ] as const;
    await links.records.store(people.job(tenantId), await keys(), personId, [
      balances(),
      { ...balances(), cluster: "identity", from: "1900-01-01", to: "9999-12-31", records: identity },
    ]);
    return [...Object.values(texts), ...Object.values(more)];
  }

  return {
    inbox,
    parts,
    keys,
    known,
    begin: (investor: TestPerson): Promise<ErasureId> =>
      beginErasure(people.as(investor), { word: " erase ", locale: "en" }),
    walk: async (erasureId: ErasureId, more: Partial<ErasureParts> = {}, ctx?: Context): Promise<boolean> =>
      walkLedger(ctx ?? people.job(people.north.tenantId), await parts(more), erasureId, never),
    /** The jobs that an erasure waits for, as the queue would run them. */
    async others(worker: TestWorker, investor: TestPerson): Promise<void> {
      const { tenantId, personId } = investor;
      const due = await people.superuser`select connection_id as id from connections
        where investor_id = ${personId} and (state <> 'ended' or ending_due_at is not null)`;
      for (const { id } of due) {
        const payload = { tenantId, connectionId: id as ConnectionId };
        await runJob(endAtBankHandler(worker.parts), payload, people.workerBase(), never).catch(() => {});
      }
      const going = await people.superuser`select credential_id as id from credentials
        where person_id = ${personId} and state = 'destroying'`;
      for (const { id } of going) {
        const handler = destroyCredentialHandler(links.vault.opener());
        await runJob(handler, { tenantId, credentialId: id }, people.workerBase(), never);
      }
    },
    async ledger(erasureId: ErasureId): Promise<readonly Pick<Obligation, "kind" | "state" | "reason">[]> {
      const rows = await people.superuser<Pick<Obligation, "kind" | "state" | "reason">[]>`
        select kind, state, reason from erasure_obligations where erasure_id = ${erasureId} order by kind, subject_id`;
      return [...rows];
    },
    async completedAt(erasureId: ErasureId): Promise<Date | null> {
      const [row] = await people.superuser`select completed_at from erasures where erasure_id = ${erasureId}`;
      return row?.completed_at ?? null;
    },
    /** Where any of these texts still is, in the tables of both databases. */
    async found(texts: readonly string[]): Promise<readonly string[]> {
      const keyDatabase = database.connect("keys", "postgres");
      const places = await Promise.all(
        texts.flatMap((text) => [
          tablesWith(people.superuser, canaryOf(text)),
          tablesWith(keyDatabase, canaryOf(text)),
        ]),
      );
      return [...new Set(places.flat())];
    },
  };
}
