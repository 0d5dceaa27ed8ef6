import { percentile } from "../audit/cluster.ts";
import { processorTimes } from "./processor-time.ts";
import { runRound, type Took, type Wait, waits } from "./round.ts";
import type { Running } from "./running.ts";

const people = 20;
const rounds = 6;

const texts: Record<Wait, string> = {
  question: "from the credentials to the bank's first question",
  next: "from an answer to the next question",
  in: "from the code to being let in",
};

/** How people come: each at their own time, and, as the worst that can be, all in the same moment. */
const paces = {
  "each act within 4 s": 4_000,
  "each act in the same moment": 0,
} as const;

/** People who link the same bank at once, with all processes of an installation on this machine. */
export async function benchDialogs(running: Running): Promise<void> {
  await runRound(running, { name: "warm", people, spreadMs: 0 });
  for (const [pace, spreadMs] of Object.entries(paces)) {
    const before = processorTimes(running.directory);
    const all: Record<Wait, Took>[] = [];
    for (let number = 0; number < rounds; number++) {
      all.push(...(await runRound(running, { name: `s${spreadMs}r${number}`, people, spreadMs })));
    }
    const after = processorTimes(running.directory);
    for (const wait of waits)
      print(
        `${texts[wait]}, ${people} at once, ${pace}`,
        all.map((one) => one[wait]),
      );
    console.log(
      `processor time of a whole link, with its consent and its accounts: ${each(before, after, all.length)}`,
    );
  }
}

function print(what: string, took: readonly Took[]): void {
  const of = (pick: (one: Took) => number) =>
    [0.5, 0.95].map((share) => `p${share * 100} ${percentile(took.map(pick), share)} ms`).join(", ");
  console.log(
    `${what}: ${of(({ ours }) => ours)} beyond the bank's own time (with it ${of(({ ms }) => ms)}; ` +
      `${took.length} times; to reach: p95 300 ms)`,
  );
}

function each(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  times: number,
): string {
  return [...after]
    .map(([name, ms]) => `${name} ${((ms - (before.get(name) ?? 0)) / times).toFixed(0)} ms`)
    .join(", ");
}
