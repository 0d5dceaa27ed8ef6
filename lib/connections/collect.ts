import { slices } from "#lib/kernel/slices.ts";

/** All of a list that ended. One that breaks off throws, and nothing of it is known. */
export async function collect<One>(told: AsyncGenerator<One, unknown>): Promise<readonly One[]> {
  const pause = slices();
  const all: One[] = [];
  for await (const one of told) {
    all.push(one);
    await pause();
  }
  return all;
}
