import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ActId, ConsentId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testActs } from "#scripts/testing/oversight.ts";
import type { ActCrashPlan } from "#scripts/testing/oversight-crash.ts";
import { testPeople } from "#scripts/testing/people.ts";

const database = testDatabase();
const people = testPeople(database);
const consents = testConsents(people);
const acts = testActs(people);
const program = fileURLToPath(new URL("../../scripts/testing/oversight-crash.ts", import.meta.url));

/** Works on the act in a process of its own that is killed at the end of a transaction; the signal that ended it. */
async function killedAt(dieAt: number, actId: ActId): Promise<string | null> {
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "inherit", "inherit"] });
  const plan: ActCrashPlan = {
    ...{ dieAt, actId, tenantId: people.north.tenantId },
    ...{ caFile: database.caFile, dataUrl: database.url("data", "licet_worker") },
  };
  child.stdin.end(JSON.stringify(plan));
  const [, signal] = await once(child, "exit");
  return signal;
}

test("a worker that is killed in the middle again and again leaves an act that the next one goes on with, and nothing is done twice", async () => {
  const [investor, advisor] = [await people.add("investor"), await people.add("advisor")];
  const consentIds: ConsentId[] = [];
  while (consentIds.length < 7) consentIds.push((await consents.given({}, { investor, advisor })).consentId);
  const actId = await acts.terminate(people.as(people.north.compliance), consentIds);

  // Of each worker: looks at the act, asks whether it lapsed, then an item a transaction.
  for (const [dieAt, done] of [
    [1, 0],
    [3, 1],
    [5, 4],
    [2, 4],
  ] as const) {
    expect(await killedAt(dieAt, actId)).toBe("SIGKILL");
    expect(await acts.stateOf(actId)).toBe(`running ${done}/0/0/${7 - done}`);
  }
  expect(await killedAt(1_000, actId)).toBeNull();
  expect(await acts.stateOf(actId)).toBe("done 7/0/0/0");
  const told = await people.events(actId);
  expect(told.filter(({ type }) => type === "oversight.itemWorked")).toHaveLength(7);
  expect(told.filter(({ type }) => type === "oversight.actDone")).toHaveLength(1);
  for (const consentId of consentIds)
    expect((await consents.acts({ consentId })).filter((act) => act === "terminated")).toHaveLength(1);
});
