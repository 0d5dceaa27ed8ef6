import { benchDialogs } from "./link/dialogs.ts";
import { benchHugeAnswer, mostResident } from "./link/huge-answer.ts";
import { benchReading } from "./link/reading.ts";
import { startRunning } from "./link/running.ts";

/** Banks: what letting people in and reading cost beyond the bank's own time, and what the worker's process holds. */
export default async function benchLink(): Promise<void> {
  const running = await startRunning();
  try {
    await benchHugeAnswer(running);
    await benchDialogs(running);
    console.log(`after all of them the worker's process has held ${mostResident(running)} at the most`);
  } finally {
    await running.stop();
  }
  await benchReading();
}
