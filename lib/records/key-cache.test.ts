import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type KeptKey, KeyCache, usualLimits } from "./key-cache.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const key = (): KeptKey => ({ region: "eu-nl", material: Buffer.alloc(64, 7) });
const cleared = Buffer.alloc(64);

/** A cache that is told of erasures, and what the KMS gave it, in the order of asking. */
function cacheOf(entries = 10) {
  const cache = new KeyCache({ ...usualLimits, entries });
  cache.resume();
  const given: KeptKey[] = [];
  const take = (id: string) =>
    cache.take(id, async () => {
      given.push(key());
      return given.at(-1) as KeptKey;
    });
  return { cache, given, take };
}

describe("the key cache", () => {
  test("gives everybody a copy of their own and asks once", async () => {
    const { given, take } = cacheOf();
    const taken = await Promise.all(["a", "a", "a"].map(take));
    taken.push(await take("a"));
    expect(given).toHaveLength(1);
    for (const { material } of taken) {
      expect(material).toEqual(key().material);
      material.fill(0);
    }
    expect(given[0]?.material).toEqual(key().material);
  });

  test("forgets five minutes after it asked, however often the key was used, and leaves zeros", async () => {
    const { cache, given, take } = cacheOf();
    await take("a");
    await vi.advanceTimersByTimeAsync(4.9 * 60_000);
    await take("a");
    expect([given.length, cache.size]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(0.2 * 60_000);
    expect(cache.size).toBe(0);
    expect(given[0]?.material).toEqual(cleared);
    await take("a");
    expect(given).toHaveLength(2);
  });

  test("holds so many and lets the least recently used go, in zeros", async () => {
    const { cache, given, take } = cacheOf(2);
    for (const id of ["a", "b", "a", "c"]) await take(id);
    expect(cache.size).toBe(2);
    expect(given.map(({ material }) => material.equals(cleared))).toEqual([false, true, false]);
    await take("a");
    expect(given).toHaveLength(3);
  });

  test("forgets one, or all, at once", async () => {
    const { cache, given, take } = cacheOf();
    for (const id of ["a", "b", "c"]) await take(id);
    cache.forget("b");
    expect(cache.size).toBe(2);
    cache.clear();
    expect(cache.size).toBe(0);
    await vi.advanceTimersByTimeAsync(0);
    for (const { material } of given) expect(material).toEqual(cleared);
  });

  test("does not keep a key whose erasure it was told of while it was asking", async () => {
    const { promise, resolve } = Promise.withResolvers<KeptKey>();
    const { cache, take } = cacheOf();
    const [loaded, taking] = [key(), cache.take("a", () => promise)];
    cache.forget("a");
    resolve(loaded);
    expect((await taking).material).toEqual(key().material);
    await vi.advanceTimersByTimeAsync(0);
    expect(cache.size).toBe(0);
    expect(loaded.material).toEqual(cleared);
    await take("a");
    expect(cache.size).toBe(1);
  });

  test("keeps nothing while it is not told of erasures, and shares what is asked at one time", async () => {
    const { cache, given, take } = cacheOf();
    await take("a");
    cache.pause();
    expect(cache.size).toBe(0);
    const taken = await Promise.all(["a", "a"].map(take));
    expect(given).toHaveLength(2);
    expect(cache.size).toBe(0);
    for (const { material } of taken) expect(material).toEqual(key().material);
    await vi.advanceTimersByTimeAsync(0);
    for (const { material } of given) expect(material).toEqual(cleared);
  });

  test("does not keep what was asked for before it could hear", async () => {
    const cache = new KeyCache(usualLimits);
    const { promise, resolve } = Promise.withResolvers<KeptKey>();
    const taking = cache.take("a", () => promise);
    cache.resume();
    resolve(key());
    await taking;
    expect(cache.size).toBe(0);
  });

  test("does not keep a failure, and tells it to everybody who waited", async () => {
    const { cache, take } = cacheOf();
    const { promise, reject } = Promise.withResolvers<KeptKey>();
    const waiting = [1, 2].map(() => cache.take("a", () => promise));
    reject(new Error("the KMS is down"));
    for (const one of waiting) await expect(one).rejects.toThrow("the KMS is down");
    expect(cache.size).toBe(0);
    await take("a");
    expect(cache.size).toBe(1);
  });

  test("leaves no timer behind", async () => {
    const { cache, take } = cacheOf();
    for (const id of ["a", "b"]) await take(id);
    cache.pause();
    expect(vi.getTimerCount()).toBe(0);
  });
});
