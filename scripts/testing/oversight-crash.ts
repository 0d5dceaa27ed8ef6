import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { type Database, openDatabase } from "#lib/db/database.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { oversightHandlers } from "#lib/oversight/work-act.job.ts";

/** What a worker that will be killed is told: which act, and the end of which of its transactions it does not outlive. */
export interface ActCrashPlan {
  readonly dieAt: number;
  readonly caFile: string;
  readonly dataUrl: string;
  readonly tenantId: string;
  readonly actId: string;
}

const plan: ActCrashPlan = JSON.parse(await text(process.stdin));
let ended = 0;

const ca = readFileSync(plan.caFile, "utf8");
const db = openDatabase({ url: new Secret(plan.dataUrl), ca }, { size: 2, name: "crash" });
const transaction = db.transaction.bind(db);
const dying = Object.assign(db, {
  async transaction(...all: Parameters<Database["transaction"]>) {
    const result = await transaction(...all);
    ended += 1;
    if (ended === plan.dieAt) process.kill(process.pid, "SIGKILL");
    return result;
  },
}) as Database;

const [work] = oversightHandlers;
if (!work) throw new Error("there is no handler of acts");
const base = { db: dying, clock: { now: () => new Date() }, requestId: "crash" };
const { tenantId, actId } = plan;
await runJob(work, { tenantId, actId }, base, new AbortController().signal);
process.exit(0);
