import { randomInt } from "node:crypto";

/** Whether this is the long run: then everything is tried, else a sample of it. */
export const isSoak = process.env.LICET_SOAK === "1";

/** `npm test` prints it; LICET_TEST_SEED=… runs the same sample again. */
export const testSeed = Number(process.env.LICET_TEST_SEED ?? randomInt(2 ** 31));

/** A repeatable stream of numbers from 0 to 1 (mulberry32). For choosing test cases, never for secrets. */
export function seededRandom(seed = testSeed): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** All cases in the long run, else `size` of them chosen by the seed. */
export function sample<Case>(cases: readonly Case[], size: number, seed = testSeed): readonly Case[] {
  if (isSoak || cases.length <= size) return cases;
  const random = seededRandom(seed);
  const left = [...cases];
  return Array.from({ length: size }, () => left.splice(Math.floor(random() * left.length), 1)).flat();
}
