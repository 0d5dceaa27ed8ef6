import { startBenchCluster } from "./audit/cluster.ts";
import { benchDecisions } from "./consent/decide.ts";
import { benchExpiry } from "./consent/expiry.ts";
import { benchLookUp } from "./consent/look-up.ts";

/** Consents: giving and revoking, what the policies cost a page, and ten thousand ends in one minute. */
export default async function benchConsent(): Promise<void> {
  const cluster = await startBenchCluster();
  try {
    await benchDecisions(cluster);
    await benchLookUp(cluster);
    await benchExpiry(cluster);
  } finally {
    await cluster.stop();
  }
}
