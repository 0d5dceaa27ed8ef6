/** Many short rounds: on a machine that does other work too, some of them are undisturbed. */
const rounds = 60;
const perRound = 1_000;

export interface Compared {
  readonly what: string;
  readonly ours: () => unknown;
  readonly bare: () => unknown;
  /** How much of the bare rate ours is to reach. */
  readonly toReach: number;
}

/**
 * Both take turns, and the best round of each counts: what the machine can do when nothing else disturbs it. The
 * bare work does what the standard library does, with the key given in the form that it is fastest with.
 */
export function compare({ what, ours, bare, toReach }: Compared): void {
  let [us, raw] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    us = Math.max(us, rate(ours));
    raw = Math.max(raw, rate(bare));
  }
  const figures = `${us.toFixed(0)}/s, bare ${raw.toFixed(0)}/s, ratio ${(us / raw).toFixed(2)}`;
  console.log(`${what}: ${figures} (to reach: ${toReach.toFixed(2)})`);
}

function rate(work: () => unknown): number {
  const since = performance.now();
  for (let at = 0; at < perRound; at++) work();
  return (perRound * 1000) / (performance.now() - since);
}

/** The shortest of several runs, in milliseconds. */
export function shortestMs(work: () => unknown): number {
  const runs = Array.from({ length: rounds }, () => {
    const since = performance.now();
    work();
    return performance.now() - since;
  });
  return Math.min(...runs);
}

/** Whether memory grows: as much work again as has been done already must not need more. */
export function watchMemory(what: string, times: number, work: () => unknown): void {
  const rss = () => Math.round(process.memoryUsage().rss / 1024 / 1024);
  for (let at = 0; at < times; at++) work();
  const before = rss();
  for (let at = 0; at < times; at++) work();
  console.log(`memory over ${times} ${what}, after as many: ${before} MB before, ${rss()} MB after`);
}
