import { benchAppend, benchLag } from "./audit/append.ts";
import { startBenchCluster } from "./audit/cluster.ts";
import { benchProof } from "./audit/proof.ts";
import { benchVerify } from "./audit/verify.ts";

/** The audit log: appending, sequencing beside it, checking a pack, and proofs from a long log. */
export default async function benchAudit(): Promise<void> {
  const cluster = await startBenchCluster();
  try {
    await benchAppend(cluster);
    await benchLag(cluster);
    await benchVerify(cluster.folder);
    await benchProof(cluster);
  } finally {
    await cluster.stop();
  }
}
