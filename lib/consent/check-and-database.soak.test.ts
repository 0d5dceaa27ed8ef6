import { describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type DataCluster, dataClusters } from "#lib/kernel/data-cluster.ts";
import { type ClientId, newId, type PersonId } from "#lib/kernel/id.ts";
import { testConsents, testTerms } from "#scripts/testing/consent.ts";
import { fillRecords, seenBy, seenName, undone, type Viewer } from "#scripts/testing/consent-sight.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { sample, seededRandom, testSeed } from "#scripts/testing/sample.ts";
import { type Asker, checkAccess } from "./access.ts";
import { chooseAccounts } from "./choose-accounts.ts";
import { giveConsent } from "./give-consent.ts";
import { databaseNow, listConsentsOf } from "./repository.ts";
import { requestConsent } from "./request-consent.ts";
import { clustersWithHistory, type Terms } from "./terms.ts";

/*
 * What may be seen is decided twice: in words, by the check that every view asks, and for each row, by the policies.
 * Both are asked here about the same consents, and neither is told what the other says.
 */

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north } = people;
const firstDays = [null, "2025-01-01", "2025-01-02", "2025-02-01", "2025-02-02", "2025-03-01"];

interface Case {
  readonly terms: Terms;
  /** Which of the two accounts it covers. */
  readonly covers: readonly boolean[];
  readonly isOver: boolean;
}

function randomCases(advisorIds: readonly PersonId[], clientId: ClientId): readonly Case[] {
  const random = seededRandom();
  const some = <T>(list: readonly T[]): T[] => list.filter(() => random() < 0.5);
  const historyFrom = () => firstDays[Math.floor(random() * firstDays.length)] ?? null;
  const clustersOf = (chosen: readonly DataCluster[]): Terms["clusters"] =>
    chosen.map((cluster) => ({
      cluster,
      purposes: ["overview"],
      historyFrom: clustersWithHistory.includes(cluster) ? historyFrom() : null,
      leavesOut: [],
    }));
  const recipients = (): Terms["recipients"] => {
    const wholeTeam = random() < 0.3;
    const named = wholeTeam ? [] : some(advisorIds);
    const isProgramToo = random() < 0.5 || (!wholeTeam && named.length === 0);
    return { wholeTeam, advisorIds: named, clientIds: isProgramToo ? [clientId] : [] };
  };
  return Array.from({ length: 60 }, () => {
    const clusters = clustersOf(["balances", ...some(dataClusters.filter((one) => one !== "balances"))]);
    const terms = testTerms(north.advisor, { clusters, recipients: recipients() });
    return { terms, covers: [random() < 0.8, random() < 0.5], isOver: random() < 0.2 };
  });
}

/** A consent of an investor of its own, with records of both accounts, of every kind and of three months. */
async function arrange(asking: Context, { terms, covers, isOver }: Case) {
  const investor = await people.add("investor");
  const accountIds = [newId("acc"), newId("acc")];
  const records = await fillRecords(people.superuser, investor, accountIds);
  const consentId = await requestConsent(asking, { investorId: investor.personId, terms });
  const consent = { consentId, investor, advisor: north.advisor };
  await giveConsent(people.as(investor), await consents.shown(consent));
  const covered = accountIds.filter((_, index) => covers[index]);
  if (covered.length > 0) await chooseAccounts(people.as(investor), { consentId, accountIds: covered });
  if (isOver) await consents.endsIn(consent, -1);
  return { investorId: investor.personId, accountIds, records };
}

type Arranged = Awaited<ReturnType<typeof arrange>>;

async function byTheCheck(ctx: Context, asker: Asker, { investorId, records }: Arranged) {
  const [known, now] = await inTransaction(ctx, async (tx) => [
    await listConsentsOf(tx, investorId),
    await databaseNow(tx),
  ]);
  return records
    .filter(({ account, cluster, from }) => {
      const need = { investorId, accountId: account, cluster, from };
      return checkAccess(asker, need, known, now).allowed;
    })
    .map(seenName)
    .sort();
}

async function byTheDatabase(viewer: Viewer, { accountIds }: Arranged) {
  const seen = await undone(people.superuser, (tx) => seenBy(tx, viewer));
  return seen.filter((name) => accountIds.some((accountId) => name.startsWith(accountId)));
}

describe("the check and the database", () => {
  test(`say the same of every recipient, kind of data, account and day (seed ${testSeed})`, async () => {
    const advisors = [north.advisor, await people.add("advisor")];
    const asking = people.client(north.tenantId);
    const { clientId } = asking.actor;
    const { tenantId } = north;
    const recipients = [
      ...advisors.map((advisor) => ({
        ctx: people.as(advisor),
        asker: { kind: "advisor", personId: advisor.personId, standing: "member" } satisfies Asker,
        viewer: { role: "licet_advisor", tenantId, personId: advisor.personId },
      })),
      {
        ctx: asking,
        asker: { kind: "client", clientId } satisfies Asker,
        viewer: { role: "licet_client", tenantId, personId: clientId },
      },
    ];
    const cases = randomCases(
      advisors.map(({ personId }) => personId),
      clientId,
    );
    const found = { seen: 0, hidden: 0 };
    for (const one of sample(cases, 12)) {
      const arranged = await arrange(asking, one);
      for (const { ctx, asker, viewer } of recipients) {
        const seen = await byTheDatabase(viewer, arranged);
        expect(seen, JSON.stringify({ ...one, asker })).toEqual(await byTheCheck(ctx, asker, arranged));
        found.seen += seen.length;
        found.hidden += arranged.records.length - seen.length;
      }
    }
    expect(Math.min(found.seen, found.hidden)).toBeGreaterThan(20);
  });
});
