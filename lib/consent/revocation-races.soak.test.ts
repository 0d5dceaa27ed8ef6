import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { relianceOn } from "#scripts/testing/reliance.ts";
import { sample, seededRandom, testSeed } from "#scripts/testing/sample.ts";
import { judgeBankAccess, refuse } from "./require-access.ts";
import { terminateConsent } from "./terminate-consent.ts";
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

type Rely = (ctx: Context, reliance: Reliance, write: () => Promise<void>) => Promise<void>;

const withHold: Rely = (ctx, reliance, write) => whileConsented(ctx, reliance, write);

/** What everybody would write first: ask, then do. */
const askThenDo: Rely = async (ctx, reliance, write) => {
  await inTransaction(ctx, async (tx) =>
    refuse(reliance.need, await judgeBankAccess(tx, ctx, reliance.need, reliance.bank)),
  );
  await write();
};

/** How many requests were still being written when the revocation was there for everybody to see. */
async function lateWrites(
  { jobs, revokeMs, by }: Schedule,
  rely: Rely,
): Promise<{ late: number; written: number }> {
  const consent = await consents.given();
  const { consentId } = consent;
  let [late, written] = [0, 0];
  const works = jobs.map(async ({ startMs, writeMs }) => {
    await sleep(startMs);
    const write = async () => {
      await sleep(writeMs);
      // The last byte leaves here; another connection then asks whether the revocation is committed already.
      written += 1;
      if ((await consents.stateOf(consent)) !== "given") late += 1;
    };
    await rely(people.job(people.north.tenantId), relianceOn(consent), write).catch((cause: unknown) => {
      if (!(cause instanceof AppError && cause.code === "consent.access_refused")) throw cause;
    });
  });
  const revoking = sleep(revokeMs).then(() =>
    by === "investor"
      ? withdrawConsent(people.as(consent.investor), { consentId, reason: "notSaid" })
      : terminateConsent(people.as(people.north.compliance), { consentId, reason: "legalDuty" }),
  );
  await Promise.all([...works, revoking]);
  return { late, written };
}

describe("a revocation while jobs run", () => {
  test(`lets no request be written after its commit, in any interleaving (seed ${testSeed})`, async () => {
    let written = 0;
    for (const schedule of sample(schedules, 60)) {
      const outcome = await lateWrites(schedule, withHold);
      expect(outcome.late, JSON.stringify(schedule)).toBe(0);
      written += outcome.written;
    }
    expect(written).toBeGreaterThan(20);
  });

  test("would let some, if jobs asked and then did; and that is seen here", async () => {
    expect(await firstLate(askThenDo)).toBeGreaterThan(0);
  });

  test("would let some, if whoever ends the consent did not wait; and that is seen here too", async () => {
    await people.superuser`alter table consents disable trigger consents_guarded`;
    expect(await firstLate(withHold)).toBeGreaterThan(0);
    await people.superuser`alter table consents enable trigger consents_guarded`;
  });
});

async function firstLate(rely: Rely): Promise<number> {
  for (const schedule of schedules) {
    const { late } = await lateWrites(schedule, rely);
    if (late > 0) return late;
  }
  return 0;
}
