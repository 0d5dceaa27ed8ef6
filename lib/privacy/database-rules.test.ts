import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testErasures } from "#scripts/testing/erasures.ts";
import { testLinks } from "#scripts/testing/links.ts";
import { testPeople } from "#scripts/testing/people.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);
const erasures = testErasures(database, people, links);

describe("the ledger of an erasure, in SQL alone,", () => {
  test("is begun by web for an investor alone, now and for two years from now, whatever SQL it writes", async () => {
    const [investor, advisor] = [await people.add("investor"), await people.add("advisor")];
    const web = database.connect("data", "licet_web");
    const begin = ({ tenantId, personId }: typeof investor, begun: string, until: string, look = begun) =>
      web.begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${tenantId}, true),
          set_config('app.person_id', ${personId}, true), set_config('role', 'licet_investor', true)`;
        await tx.unsafe(`insert into erasures (tenant_id, erasure_id, investor_id, begun_at, evidence_until, next_look_at)
          values ('${tenantId}', '${newId("era")}', '${personId}', ${begun}, ${until}, ${look})`);
      });
    const twoYears = "now() + interval '2 years'";
    const wrong: Parameters<typeof begin>[] = [
      [investor, "now() - interval '3 years'", "now() - interval '1 year'"],
      [investor, "now() - interval '6 minutes'", `${twoYears} - interval '6 minutes'`],
      [investor, "now() + interval '1 year'", `${twoYears} + interval '1 year'`],
      [investor, "now()", `${twoYears} - interval '1 minute'`],
      [investor, "now()", "now() + interval '3 years'"],
      [investor, "now()", twoYears, "null"],
      [investor, "now()", twoYears, "now() + interval '1 year'"],
      [advisor, "now()", twoYears],
      [people.north.compliance, "now()", twoYears],
    ];
    for (const [who, ...times] of wrong) {
      await expect(begin(who, ...times), `${who.role} ${times}`).rejects.toThrow(/row-level security/);
    }
    const closed = await people.superuser`select role from people where disabled_at is not null
      and person_id in (${investor.personId}, ${advisor.personId}, ${people.north.compliance.personId})`;
    expect(closed).toEqual([]);
    await begin(investor, "now()", twoYears);
  });

  test("has the proof of a consent that has not ended taken away by nobody, however old it says to be", async () => {
    const { investor, consentId } = await links.consents.given();
    const { tenantId, personId } = investor;
    await people.superuser`insert into erasures (tenant_id, erasure_id, investor_id, begun_at, evidence_until)
      values (${tenantId}, ${newId("era")}, ${personId}, now() - interval '3 years', now() - interval '1 year')`;
    const sql = database.connect("data", "licet_worker");
    const attempt = sql.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${tenantId}, true), set_config('role', 'licet_job', true)`;
      await tx`select gate.erase_evidence_of(${personId})`;
    });
    await expect(attempt).rejects.toThrow(/has not ended/);
    expect(await links.consents.stateOf({ consentId })).toBe("given");
  });

  test("is not written by web, which says that nothing is done, nor undone by anybody", async () => {
    const investor = await people.add("investor");
    const erasureId = await erasures.begin(investor);
    const web = database.connect("data", "licet_web");
    const asInvestor = (statement: string) =>
      web.begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${investor.tenantId}, true),
          set_config('app.person_id', ${investor.personId}, true), set_config('role', 'licet_investor', true)`;
        await tx.unsafe(statement);
      });
    await expect(asInvestor("update erasure_obligations set state = 'done'")).rejects.toThrow(
      /permission denied/,
    );
    const more = `insert into erasure_obligations values ('${investor.tenantId}', '${erasureId}',
      '${investor.personId}', 'bankSide', '${newId("cnx")}', 'done', 'met', null, now())`;
    await expect(asInvestor(more)).rejects.toThrow(/row-level security/);
    await erasures.walk(erasureId);
    const back = people.superuser`update erasure_obligations set state = 'open', settled_at = null
      where erasure_id = ${erasureId} and kind = 'records'`;
    await expect(back).rejects.toThrow(/does not become/);
  });

  test("lets the worker erase nobody who did not ask for it", async () => {
    const { personId } = await people.add("investor");
    const sql = database.connect("data", "licet_worker");
    const calls = ["erase_links_of($1)", "erase_person($1, now())", "erase_invitations_of($1)"];
    for (const call of [...calls, "erase_evidence_of($1)"]) {
      const attempt = sql.begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${people.north.tenantId}, true), set_config('role', 'licet_job', true)`;
        await tx.unsafe(`select gate.${call}`, [personId]);
      });
      await expect(attempt, call).rejects.toThrow(/nobody asked/);
    }
  });
});
