import type postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { type ConnectionId, newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { presentPerson, type TestLink, testLinks } from "#scripts/testing/links.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { beginLink, beginnings } from "./begin-link.ts";
import { chooseAccounts } from "./choose-accounts.ts";
import { confirmAgain } from "./confirm-again.ts";
import { endConnection } from "./end-connection.ts";
import { endRevoked } from "./end-revoked.ts";
import { listConnections } from "./list-connections.ts";
import { readConnection } from "./read-connection.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);
const { north, south } = people;

/** Every use case that names a connection, as one person. */
const acts: Readonly<Record<string, (ctx: Context, connectionId: ConnectionId) => Promise<unknown>>> = {
  confirmAgain: (ctx, connectionId) => confirmAgain(ctx, { connectionId, person: presentPerson }),
  chooseAccounts: (ctx, connectionId) =>
    chooseAccounts(ctx, { connectionId, accountIds: [newId("acc")], shownIds: [], person: presentPerson }),
  endConnection: (ctx, connectionId) => endConnection(ctx, { connectionId }),
  readConnection: async (ctx, connectionId) =>
    readConnection(ctx, await links.records.process("licet_web"), { connectionId }),
};

describe("another person's connection", () => {
  for (const [name, act] of Object.entries(acts)) {
    test(`is not found by ${name}, and another role is forbidden`, async () => {
      const link = await links.begin(await links.access("sms@mine"));
      for (const person of [await people.add("investor"), south.investor]) {
        await expect(act(people.as(person), link.connectionId)).rejects.toMatchObject({
          code: "connection.not_found",
        });
      }
      for (const ctx of [
        people.as(north.advisor),
        people.as(north.compliance),
        people.job(north.tenantId),
        people.client(north.tenantId),
      ]) {
        await expect(act(ctx, link.connectionId)).rejects.toMatchObject({ code: "auth.forbidden" });
      }
    });
  }

  test("is in nobody else's list", async () => {
    const link = await links.begin(await links.access("sms@listed"));
    expect((await listConnections(people.as(link.investor))).map(({ id }) => id)).toEqual([
      link.connectionId,
    ]);
    expect(await listConnections(people.as(south.investor))).toEqual([]);
    await expect(listConnections(people.as(north.advisor))).rejects.toMatchObject({ code: "auth.forbidden" });
    await expect(endRevoked(people.as(link.investor), link)).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });
});

describe("beginning to link", () => {
  const begin = (access: { credentialId: never; consentId: never } | object, ctx: Context) =>
    beginLink(ctx, { ...(access as TestLink), person: presentPerson });

  test("takes one's own credential and one's own consent", async () => {
    const mine = await links.access("sms@own");
    const other = await links.access("sms@own");
    const [ctx, { credentialId, consentId }] = [people.as(mine.investor), mine];
    await expect(begin({ credentialId: other.credentialId, consentId }, ctx)).rejects.toMatchObject({
      code: "vault.credential_not_found",
    });
    await expect(begin({ credentialId, consentId: other.consentId }, ctx)).rejects.toMatchObject({
      code: "connection.no_consent",
    });
    const request = await links.consents.requested({}, { investor: mine.investor });
    await expect(begin({ credentialId, consentId: request.consentId }, ctx)).rejects.toMatchObject({
      code: "connection.no_consent",
    });
    await expect(begin({ credentialId, consentId }, people.as(north.advisor))).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });

  test("has one winner of many clicks", async () => {
    const access = await links.access("sms@clicked");
    const ctx = people.as(access.investor);
    await people.warm();
    const { credentialId, consentId } = access;
    const clicks = Array.from({ length: 5 }, () => begin({ credentialId, consentId }, ctx));
    expect(await winners(clicks, "connection.already_begun")).toBe(1);
    const [row] = await people.superuser`select count(*)::integer as n from authorisations
      where investor_id = ${access.investor.personId}`;
    expect(row?.n).toBe(1);
  });

  test("is possible so often in a quarter of an hour and no oftener", async () => {
    const access = await links.access("sms@often");
    const ctx = people.as(access.investor);
    await people.warm();
    const { credentialId, consentId } = access;
    for (let turn = 0; turn < beginnings.limit; turn++)
      await begin({ credentialId, consentId }, ctx).catch(() => undefined);
    await expect(begin({ credentialId, consentId }, ctx)).rejects.toMatchObject({
      code: "auth.too_many_attempts",
    });
  });
});

describe("the tables, asked by the roles themselves", () => {
  let link: TestLink;
  let web: postgres.Sql;
  let worker: postgres.Sql;
  const asRole = <T>(
    sql: postgres.Sql,
    role: string,
    person: { tenantId: string; personId: string | null },
    work: (tx: postgres.TransactionSql) => Promise<T>,
  ) =>
    sql.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${person.tenantId}, true),
        set_config('app.person_id', ${person.personId ?? ""}, true), set_config('role', ${role}, true)`;
      return work(tx);
    });

  beforeAll(async () => {
    web = database.connect("data", "licet_web");
    worker = database.connect("data", "licet_worker");
  });

  test("show an investor their own rows, and let them write none of the bank's part", async () => {
    link = await links.begin(await links.access("sms@roles"));
    const { investor, connectionId, credentialId, consentId } = link;
    const own = <T>(work: (tx: postgres.TransactionSql) => Promise<T>) =>
      asRole(web, "licet_investor", investor, work);
    expect((await own((tx) => tx`select 1 from connections`)).length).toBe(1);
    const forbidden = [
      (tx: postgres.TransactionSql) => tx`update connections set bank_reference = 'x'`,
      (tx: postgres.TransactionSql) => tx`update connections set needs = null`,
      (tx: postgres.TransactionSql) => tx`update connections set consent_id = ${consentId}`,
      (tx: postgres.TransactionSql) => tx`delete from connections`,
      (tx: postgres.TransactionSql) => tx`insert into accounts select * from accounts`,
      (tx: postgres.TransactionSql) => tx`update accounts set identity_hash = ''`,
      (tx: postgres.TransactionSql) => tx`select 1 from connection_tokens`,
      (tx: postgres.TransactionSql) =>
        tx`select gate.enqueue('connections.offer_accounts', ${tx.json({ tenantId: investor.tenantId })}, 'x', 1)`,
    ];
    for (const write of forbidden)
      await expect(own(write)).rejects.toThrow(/permission denied|may not start/);
    // A state that only a bank's answer brings about.
    await expect(own((tx) => tx`update connections set state = 'active'`)).rejects.toThrow(
      /does not become|violates/,
    );
    await expect(
      own(
        (tx) => tx`insert into connections (tenant_id, connection_id, investor_id, institution_id, region,
            credential_id, consent_id, state, begun_at)
          values (${investor.tenantId}, ${newId("cnx")}, ${investor.personId}, 'other', 'eu-nl', ${credentialId},
            ${consentId}, 'linking', now())`,
      ),
    ).rejects.toThrow(/foreign key/);
    expect(connectionId).toMatch(/^cnx_/);
  });

  test("show nothing to another investor, another firm or a role that has no business there", async () => {
    for (const person of [await people.add("investor"), south.investor]) {
      const seen = await asRole(web, "licet_investor", person, (tx) => tx`select 1 from connections`);
      expect(seen.length).toBe(0);
    }
    for (const role of ["licet_advisor", "licet_visitor"]) {
      const asked = asRole(web, role, north.advisor, (tx) => tx`select 1 from connections`);
      await expect(asked).rejects.toThrow("permission denied");
    }
    const job = { tenantId: south.tenantId, personId: null };
    expect((await asRole(worker, "licet_job", job, (tx) => tx`select 1 from connections`)).length).toBe(0);
  });

  test("show a recipient an account by its grant, and of it no more than what it is", async () => {
    const running = await links.worker();
    const granted = await links.begin(await links.access("exempt@granted"));
    await running.link(granted);
    await links.step(granted);
    await running.linking.whenIdle();
    await running.offer(granted);
    const seen = (columns: string) =>
      asRole(web, "licet_advisor", granted.advisor, (tx) => tx.unsafe(`select ${columns} from accounts`));
    expect((await seen("account_id")).length).toBe(0);
    const [first] = (await links.read(granted)).offeredAccounts;
    const { investor, connectionId } = granted;
    const accountIds = [first?.id] as never[];
    await chooseAccounts(people.as(investor), {
      connectionId,
      accountIds,
      shownIds: accountIds,
      person: presentPerson,
    });
    expect(await seen("account_id, kind, currency")).toEqual([
      { account_id: first?.id, kind: first?.kind, currency: first?.currency },
    ]);
    await expect(seen("identity_hash")).rejects.toThrow("permission denied");
    await expect(seen("connection_id")).rejects.toThrow("permission denied");
  });

  test("keep an ended connection ended, also for those who may write it", async () => {
    const { investor, connectionId } = await links.begin(await links.access("sms@for-good"));
    await endConnection(people.as(investor), { connectionId });
    const job = { tenantId: north.tenantId, personId: null };
    const revive = [
      (tx: postgres.TransactionSql) =>
        tx`update connections set state = 'linking', ended_at = null, ended_reason = null
          where connection_id = ${connectionId}`,
      (tx: postgres.TransactionSql) =>
        tx`update connections set ended_at = now() where connection_id = ${connectionId}`,
    ];
    for (const write of revive)
      await expect(asRole(worker, "licet_job", job, write)).rejects.toThrow(/does not become|stays ended/);
  });
});
