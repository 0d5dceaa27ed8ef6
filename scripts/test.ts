import { randomInt } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { whenOrphaned } from "./runtime/launchers.ts";
import { root } from "./runtime/stack.ts";
import { throwAwayDirectory } from "./runtime/state-directory.ts";
import { describeFailure, StopSentence } from "./runtime/stop-sentence.ts";
import { isPart, type Part, parts, runPart } from "./testing/parts.ts";
import { sum, summaryLine, type Tally } from "./testing/tally.ts";

const [first, ...rest] = process.argv.slice(2).filter((argument) => argument !== "--soak");
const isSoak = process.argv.includes("--soak");

/** What passed once passes again: new cases are looked for by `npm run test:soak` (docs/decisions/0045). */
const usualSeed = 20_261_121;

const asked = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => asked.abort());
whenOrphaned(() => asked.abort());

function chosenParts(): readonly Part[] {
  if (first === undefined) return isSoak ? ["unit", "db"] : parts;
  if (isPart(first)) return [first];
  throw new StopSentence(
    `There is no part "${first}" of the tests: npm test -- ${parts.join("|")}, or npm test for all.`,
  );
}

async function run(): Promise<Tally> {
  const seed = process.env.LICET_TEST_SEED ?? String(isSoak ? randomInt(2 ** 31) : usualSeed);
  process.env.LICET_TEST_SEED = seed;
  if (isSoak) process.env.LICET_SOAK = "1";
  console.log(`Seed of samples and properties: ${seed} (another with LICET_TEST_SEED=…)`);

  const chosen = chosenParts();
  mkdirSync(join(root, ".data"), { recursive: true });
  const directory = await throwAwayDirectory(join(root, ".data", "test"), "run");
  const tallies: Tally[] = [];
  try {
    for (const part of chosen) {
      console.log(`\n── ${part} ──`);
      try {
        tallies.push(
          await runPart(part, { root, directory: directory.path, args: rest, signal: asked.signal }),
        );
      } catch (cause) {
        asked.signal.throwIfAborted();
        console.error(describeFailure(cause));
        tallies.push({ passed: 0, failed: 1, skipped: 0 });
      }
    }
  } finally {
    directory.remove();
  }
  return sum(tallies);
}

try {
  const tally = await run();
  console.log(`\n${summaryLine(tally)}`);
  process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
} catch (cause) {
  console.error(asked.signal.aborted ? "The tests were stopped." : describeFailure(cause));
  process.exit(asked.signal.aborted ? 130 : 1);
}
