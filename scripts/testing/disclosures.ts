import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { type AccountId, newId, type PersonId } from "#lib/kernel/id.ts";
import type { NewChunk } from "#lib/records/chunk.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { testConsents } from "./consent.ts";
import type { TestDatabase } from "./database.ts";
import type { TestPeople, TestPerson } from "./people.ts";
import { balances, testRecords } from "./records.ts";

/** Investors with stored records and a consent by which an advisor may see some of them. */
export function testDisclosures(database: TestDatabase, people: TestPeople) {
  const records = testRecords(database);
  const consents = testConsents(people);
  return {
    records,
    consents,
    /** Two accounts with balances and positions each: the consent covers the first one's balances and nothing else. */
    async consented(who: { readonly advisor?: TestPerson } = {}) {
      const accountIds: [AccountId, AccountId] = [newId("acc"), newId("acc")];
      const chunks = accountIds.flatMap((accountId): NewChunk[] => [
        balances({ accountId }),
        { ...balances({ accountId }), cluster: "positions", records: [] } as NewChunk,
      ]);
      const consent = await consents.given({}, { ...who, accountIds: [accountIds[0]] });
      const worker = await records.process("licet_worker");
      const { tenantId, personId } = consent.investor;
      await records.store(people.job(tenantId), worker, personId, chunks);
      const web: RecordKeys = await records.process("licet_web");
      return { ...consent, accountIds, investorId: personId, web };
    },
    /** The rows of an investor's list, the oldest first, as they stand. */
    rows: (investorId: PersonId) => people.superuser<
      {
        viewer_id: string;
        what: string;
        consent_ids: string[];
        clusters: DataCluster[];
        account_ids: string[];
        event_id: string;
        at: Date;
      }[]
    >`select viewer_id, what, consent_ids, clusters::text[] as clusters, account_ids, event_id, at from disclosures
      where investor_id = ${investorId} order by at, disclosure_id`,
    /** So many views, a minute apart, the last one now, as if they had been made. */
    async plant(
      { investor, advisor, consentId }: { investor: TestPerson; advisor: TestPerson; consentId: string },
      count: number,
      apart = "1 minute",
    ): Promise<void> {
      await people.superuser.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`insert into disclosures (tenant_id, disclosure_id, investor_id, viewer_type, viewer_id, what,
            consent_ids, clusters, account_ids, at, event_id)
          select ${investor.tenantId}, 'dsc_' || gen_random_uuid(), ${investor.personId}, 'advisor',
            ${advisor.personId}, 'clientPage', ${[consentId]}, '{balances}', ${[newId("acc")]},
            date_trunc('milliseconds', now()) - n * ${apart}::interval, 'evt_' || gen_random_uuid()
          from generate_series(0, ${count - 1}) n`;
      });
    },
  };
}
