import { availableParallelism, loadavg } from "node:os";
import { benchDialogs } from "./link/dialogs.ts";
import { benchHugeAnswer, mostResident } from "./link/huge-answer.ts";
import { benchReading } from "./link/reading.ts";
import { startRunning } from "./link/running.ts";

/** Banks: what letting people in and reading cost beyond the bank's own time, and what the worker's process holds. */
export default async function benchLink(): Promise<void> {
  const load = () => `${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} cores`;
  console.log(`load before: ${load()}; it should be near 0, because others' work is measured as well`);
  const running = await startRunning();
  try {
    await benchHugeAnswer(running);
    await benchDialogs(running);
    console.log(`after all of them the worker's process has held ${mostResident(running)} at the most`);
  } finally {
    await running.stop();
  }
  console.log(`load between: ${load()}`);
  await benchReading();
  console.log(`load after: ${load()}`);
}
