import { benchBook } from "./portfolio/book.ts";
import { benchHistory } from "./portfolio/history.ts";
import { startInstallation } from "./vault/installation.ts";

/** Wealth: one client with a long history and the files of it, and a firm's book of a thousand clients. */
export default async function benchPortfolio(): Promise<void> {
  const installation = await startInstallation();
  try {
    await benchHistory(installation);
    await benchBook(installation);
  } finally {
    await installation.stop();
  }
}
