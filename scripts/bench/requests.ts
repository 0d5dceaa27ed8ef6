import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { root, startStack } from "../runtime/stack.ts";
import { throwAwayDirectory } from "../runtime/state-directory.ts";
import { signIn } from "./lighthouse/sign-in.ts";
import { processorTimes } from "./link/processor-time.ts";
import { readBank } from "./link/reading.ts";
import { hammer } from "./requests/hammer.ts";
import { placeIn } from "./requests/place.ts";
import { heaviest, startProfile } from "./requests/profile.ts";

const toReach = 150;
const paths = ["/wealth/entries", "/wealth", "/sign-in"];

/**
 * How many pages the production build answers in a second on one core: the fifty newest of 14,400 transactions, the
 * wealth page, and for scale a page of nobody's. Somebody has read a bank through the worker's own job first.
 */
export default async function benchRequests(): Promise<void> {
  const directory = await throwAwayDirectory(join(root, ".data", "test"), "bench");
  try {
    const stack = await startStack({ directory: directory.path, durable: false, demo: true, log: () => {} });
    const ca = readFileSync(stack.environment.LICET_DATABASE_CA ?? "", "utf8");
    const sql = postgres(stack.superuserUrl, { ssl: { ca }, max: 1, onnotice: () => {} });
    const place = placeIn(stack, sql);
    try {
      const { tenantId, investorId } = await readBank(place, { entries: 14_400, held: 0, isHuge: false });
      await sql`analyze`;
      const cookie = await signIn(stack, sql, { tenantId, personId: investorId });
      for (const path of paths)
        await measure(directory.path, stack.origin, path, path === "/sign-in" ? null : cookie);
    } finally {
      await place.close();
      await sql.end({ timeout: 5 });
      await stack.stop();
    }
  } finally {
    directory.remove();
  }
}

async function measure(
  directory: string,
  origin: string,
  path: string,
  cookie: string | null,
): Promise<void> {
  const ask = { url: origin + path, cookie, atOnce: 16 };
  await hammer({ ...ask, seconds: 3 });
  const before = processorTimes(directory);
  const { answers, seconds, p95Ms, bytes } = await hammer({ ...ask, seconds: 10 });
  const after = processorTimes(directory);
  const used = ["web", "postgres-data", "postgres-keys", "kms"].map((name) => ({
    name,
    ms: ((after.get(name) ?? 0) - (before.get(name) ?? 0)) / answers,
  }));
  const all = used.reduce((sum, { ms }) => sum + ms, 0);
  console.log(
    `${path}: ${(1_000 / all).toFixed(0)} requests a second and core (to reach: ${toReach}), of which ` +
      `${used.map(({ name, ms }) => `${name} ${ms.toFixed(1)} ms`).join(", ")}; ${(answers / seconds).toFixed(0)} a second in all, ` +
      `p95 ${p95Ms.toFixed(0)} ms at ${ask.atOnce} at once, ${(bytes / answers / 1_024).toFixed(0)} KiB each`,
  );
  const profile = await startProfile(directory, "web");
  await hammer({ ...ask, seconds: 5 });
  for (const { where, share } of heaviest(await profile.stop()))
    console.log(`  ${(share * 100).toFixed(0)} % ${where}`);
}
