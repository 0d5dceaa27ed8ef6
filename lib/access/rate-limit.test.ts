import { describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { type RateLimit, takeTurn } from "./rate-limit.ts";

const database = testDatabase();
const people = testPeople(database);

/** A window so long that no test sees its end by chance. */
const day = 24 * 60 * 60;
let counter = 0;
const limitOf = (limit: number, windowSeconds = day): RateLimit => {
  counter += 1;
  return { name: `test.${counter}`, limit, windowSeconds };
};

const take = (limit: RateLimit, key = "k") => takeTurn(people.visitor(), limit, key);

describe("a rate limit", () => {
  test("gives its turns and then says how long to wait", async () => {
    const limit = limitOf(2);
    await take(limit);
    await take(limit);
    const refusal = await take(limit).catch((cause: unknown) => cause);
    expect(refusal).toMatchObject({ code: "auth.too_many_attempts", facts: { limit: limit.name } });
    const { retryAfterSeconds } = (refusal as { facts: { retryAfterSeconds: number } }).facts;
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(day);
  });

  test("gives exactly its turns to attempts at the same time", async () => {
    const limit = limitOf(7);
    await people.warm();
    const attempts = Array.from({ length: 30 }, () => take(limit));
    expect(await winners(attempts, "auth.too_many_attempts")).toBe(7);
  });

  test("counts each key and each limit apart", async () => {
    const [limit, other] = [limitOf(1), limitOf(1)];
    await take(limit, "a");
    await take(limit, "b");
    await take(other, "a");
    await expect(take(limit, "a")).rejects.toMatchObject({ code: "auth.too_many_attempts" });
  });

  test("is free again in the next window", async () => {
    const limit = limitOf(1, 1);
    const started = Date.now();
    const outcomes: string[] = [];
    while (Date.now() - started < 2_300) {
      outcomes.push(
        await take(limit).then(
          () => "taken",
          () => "refused",
        ),
      );
      await new Promise((done) => setTimeout(done, 50));
    }
    const taken = outcomes.filter((outcome) => outcome === "taken").length;
    expect(taken).toBeGreaterThanOrEqual(2);
    expect(taken).toBeLessThanOrEqual(4);
    expect(outcomes).toContain("refused");
  });

  test("counts a refused attempt too", async () => {
    const limit = limitOf(1);
    for (let attempt = 0; attempt < 4; attempt += 1) await take(limit).catch(() => {});
    const rows = await people.superuser<{ taken: number }[]>`select taken from rate_windows
      where bucket = sha256(convert_to(${`${limit.name}\nk`}, 'UTF8'))`;
    expect(rows.map(({ taken }) => taken)).toEqual([4]);
  });

  test("keeps no address, only its hash", async () => {
    await take(limitOf(1), "canary@example.org");
    const [row] = await people.superuser`select count(*)::int as found from rate_windows w
      where position('canary' in encode(w.bucket, 'escape')) > 0`;
    expect(row?.found).toBe(0);
  });
});
