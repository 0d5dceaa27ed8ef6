import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { relianceOn } from "#scripts/testing/reliance.ts";
import { sample, seededRandom, testSeed } from "#scripts/testing/sample.ts";
import { terminateConsent } from "#scripts/testing/terminate-consent.ts";
import { judgeBankAccess, refuse } from "./require-access.ts";
import { type Reliance, whileConsented } from "./while-consented.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);

/** Milliseconds at which each begins and how long its bytes take; small enough to meet each other in many ways. */
interface Schedule {
  readonly jobs: readonly { readonly startMs: number; readonly writeMs: number }[];
  readonly revokeMs: number;
  readonly by: "investor" | "compliance";
}

const schedules: readonly Schedule[] = (() => {
  const random = seededRandom();
  const upTo = (most: number) => random() * most;
  return Array.from({ length: 1_000 }, () => ({
    jobs: Array.from({ length: 1 + Math.floor(upTo(4)) }, () => ({ startMs: upTo(25), writeMs: upTo(8) })),
    revokeMs: upTo(30),
    by: random() < 0.5 ? "investor" : "compliance",
  }));
})();

type Rely = (ctx: Context, reliance: Reliance, work: (tx: Transaction) => Promise<void>) => Promise<void>;

const withHold: Rely = (ctx, reliance, work) => whileConsented(ctx, reliance, ({ tx }) => work(tx));

/** What everybody would write first: ask, then do. */
const askThenDo: Rely = async (ctx, reliance, work) => {
  await inTransaction(ctx, async (tx) =>
    refuse(reliance.need, await judgeBankAccess(tx, ctx, reliance.need, reliance.bank)),
  );
  await inTransaction(ctx, work);
};

interface Outcome {
  readonly written: number;
  /** Requests that were still being written when the revocation was there for everybody to see. */
  readonly late: number;
  /** Rows that came to be there after it. */
  readonly lateRows: number;
}

async function race({ jobs, revokeMs, by }: Schedule, rely: Rely): Promise<Outcome> {
  const consent = await consents.given();
  const { consentId, investor } = consent;
  const reliance = relianceOn(consent);
  let [late, written] = [0, 0];
  const works = jobs.map(async ({ startMs, writeMs }, index) => {
    await sleep(startMs);
    const work = async (tx: Transaction) => {
      await sleep(writeMs);
      // The last byte leaves here; another connection then asks whether the revocation is committed already.
      written += 1;
      if ((await consents.stateOf(consent)) !== "given") late += 1;
      await tx.execute(sql`insert into record_chunks (tenant_id, chunk_id, investor_id, connection_id, account_id,
          cluster, period_from, period_to, region, as_of, version, envelope)
        values (${investor.tenantId}, ${newId("rch")}, ${investor.personId}, ${newId("cnx")}, ${reliance.need.accountId},
          'balances', ${`2026-01-1${index}`}, '2026-02-01', 'eu-nl', now(), 1, ${Buffer.alloc(64)})`);
    };
    await rely(people.job(investor.tenantId), reliance, work).catch((cause: unknown) => {
      if (!(cause instanceof AppError && cause.code === "consent.access_refused")) throw cause;
    });
  });
  const rows = async () =>
    (await people.superuser`select 1 from record_chunks where investor_id = ${investor.personId}`).length;
  // What one of compliance ends alone is counted over a day.
  const ender = await people.add("compliance");
  const revoking = sleep(revokeMs).then(async () => {
    await (by === "investor"
      ? withdrawConsent(people.as(investor), { consentId, reason: "notSaid" })
      : terminateConsent(people.as(ender), { consentId, reason: "legalDuty" }));
    return rows();
  });
  const [atRevocation] = await Promise.all([revoking, ...works]);
  return { late, written, lateRows: (await rows()) - atRevocation };
}

describe("a revocation while jobs run", () => {
  test(`lets no request be written and no row be stored after its commit, in any interleaving (seed ${testSeed})`, async () => {
    let written = 0;
    for (const schedule of sample(schedules, 60)) {
      const { late, lateRows, ...outcome } = await race(schedule, withHold);
      expect({ late, lateRows }, JSON.stringify(schedule)).toEqual({ late: 0, lateRows: 0 });
      written += outcome.written;
    }
    expect(written).toBeGreaterThan(20);
  });

  test("would let some, if jobs asked and then did; and that is seen here", async () => {
    expect(await isLate(askThenDo, "late")).toBe(true);
    expect(await isLate(askThenDo, "lateRows")).toBe(true);
  });

  test("would let some, if whoever ends the consent did not wait; and that is seen here too", async () => {
    await people.superuser`alter table consents disable trigger consents_guarded`;
    expect(await isLate(withHold, "late")).toBe(true);
    expect(await isLate(withHold, "lateRows")).toBe(true);
    await people.superuser`alter table consents enable trigger consents_guarded`;
  });
});

/** Whether any of the schedules shows it. */
async function isLate(rely: Rely, what: "late" | "lateRows"): Promise<boolean> {
  for (const schedule of schedules) {
    if ((await race(schedule, rely))[what] > 0) return true;
  }
  return false;
}
