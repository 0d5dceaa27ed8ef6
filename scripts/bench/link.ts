import { availableParallelism, loadavg } from "node:os";
import { benchReading } from "./link/reading.ts";

/** Banks: what reading costs beyond the bank's own time. */
export default async function benchLink(): Promise<void> {
  const load = () => `${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} cores`;
  console.log(`load before: ${load()}; it should be near 0, because others' work is measured as well`);
  await benchReading();
  console.log(`load after: ${load()}`);
}
