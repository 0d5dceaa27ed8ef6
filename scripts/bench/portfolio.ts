import { availableParallelism, loadavg } from "node:os";
import { benchBook } from "./portfolio/book.ts";
import { benchHistory } from "./portfolio/history.ts";
import { startInstallation } from "./vault/installation.ts";

/** Wealth: one client with a long history and the files of it, and a firm's book of a thousand clients. */
export default async function benchPortfolio(): Promise<void> {
  const load = () => `${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} cores`;
  console.log(`load before: ${load()}; it should be near 0, because others' work is measured as well`);
  const installation = await startInstallation();
  try {
    await benchHistory(installation);
    await benchBook(installation);
  } finally {
    await installation.stop();
    console.log(`load after: ${load()}`);
  }
}
