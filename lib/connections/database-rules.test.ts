import type postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { presentPerson, type TestLink, testLinks } from "#scripts/testing/links.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { chooseAccounts } from "./choose-accounts.ts";
import { endConnection } from "./end-connection.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);
let web: postgres.Sql;
beforeAll(() => {
  web = database.connect("data", "licet_web");
});

/** Whatever SQL a web server that was taken over writes as somebody's own role. */
const asInvestor = <T>(
  { investor: { tenantId, personId } }: Pick<TestLink, "investor">,
  work: (tx: postgres.TransactionSql) => Promise<T>,
) =>
  web.begin(async (tx) => {
    await tx`select set_config('app.tenant_id', ${tenantId}, true), set_config('app.person_id', ${personId}, true),
      set_config('role', 'licet_investor', true)`;
    return work(tx);
  });

describe("as an investor's own role", () => {
  test("nobody links a credential as another bank's or another region's", async () => {
    const access = await links.access("sms@forged");
    const { credentialId, consentId, investor } = access;
    const [credential] = await people.superuser`select connection_id, institution_id, region from credentials
      where credential_id = ${credentialId}`;
    const insert = (more: object) =>
      asInvestor(access, (tx) => {
        const of = { tenant_id: investor.tenantId, investor_id: investor.personId };
        const row = { ...of, ...credential, credential_id: credentialId, consent_id: consentId };
        return tx`insert into connections ${tx({ ...row, state: "linking", begun_at: new Date(), ...more })}`;
      });
    await expect(insert({ institution_id: "another" })).rejects.toThrow(/foreign key/);
    await expect(insert({ region: "eu-ch" })).rejects.toThrow(/foreign key/);
    await expect(insert({ connection_id: newId("cnx") })).rejects.toThrow(/foreign key/);
    await insert({});
  });

  test("what is read is not taken away, nor what was read deleted; nor is a bank left untold", async () => {
    const worker = await links.worker();
    const link = await links.begin(await links.access("exempt@kept"));
    await worker.link(link);
    await links.step(link);
    await worker.linking.whenIdle();
    await worker.offer(link);
    const [first] = (await links.read(link)).offeredAccounts;
    const { investor, connectionId } = link;
    const accountIds = [first?.id] as never[];
    await chooseAccounts(people.as(investor), {
      connectionId,
      accountIds,
      shownIds: accountIds,
      person: presentPerson,
    });

    const taken = await asInvestor(
      link,
      (tx) => tx`update accounts set state = 'declined' where state = 'chosen' returning account_id`,
    );
    expect(taken.length).toBe(0);
    const before = await people.superuser`select 1 from record_chunks where connection_id = ${connectionId}`;
    expect(before.length).toBeGreaterThan(0);
    const gone = await asInvestor(link, (tx) => tx`delete from record_chunks returning 1`);
    expect(gone.length).toBe(0);

    await endConnection(people.as(investor), { connectionId });
    const forget = asInvestor(link, (tx) => tx`update connections set ending_due_at = null`);
    await expect(forget).rejects.toThrow("is told");
    const rename = asInvestor(link, (tx) => tx`update connections set ended_reason = 'neverLinked'`);
    await expect(rename).rejects.toThrow("stays ended");
  });
});
