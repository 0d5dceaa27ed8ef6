import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sealAnswer } from "#components/authorisation/seal-answer.ts";
import { chooseAccounts } from "#lib/connections/choose-accounts.ts";
import { readConnection } from "#lib/connections/read-connection.ts";
import type { ConnectionId } from "#lib/kernel/id.ts";
import { newInvestors } from "./investors.ts";
import { codeOf, type Running } from "./running.ts";
import { type Investor, presentPerson } from "./web-side.ts";

const userName = "sms.huge@memory";

/** Somebody whose bank sends a gibibyte for each account's transactions: what the worker's process holds at the most. */
export async function benchHugeAnswer(running: Running): Promise<void> {
  const { web, sql } = running;
  const [ctx] = await newInvestors(sql, web.db, 1);
  if (!ctx) return;
  const { connectionId, authorisationId } = await web.submit(ctx, await web.seal(ctx, userName));
  const { view } = await web.seen(ctx, authorisationId, ({ step }) => step > 0);
  if (!view.answerKey) throw new Error("no code is asked for");
  const sealed = await sealAnswer(view.answerKey, await codeOf(running, userName));
  await web.answer(ctx, view, { kind: "code", sealed });
  const before = mostResident(running);
  await chooseAll(running, ctx, connectionId);
  const { outcome, reads } = await ended(running, connectionId);
  console.log(
    `a bank that sends bodies of 1 GiB: the worker's process held ${mostResident(running)} at the most ` +
      `(${before} before; to reach: 300 MB); ${outcome} after ${reads} calls`,
  );
}

async function chooseAll({ web }: Running, ctx: Investor, connectionId: ConnectionId): Promise<void> {
  for (;;) {
    const { offeredAccounts } = await readConnection(ctx, web.keys, { connectionId });
    const ids = offeredAccounts.map(({ id }) => id) as Parameters<typeof chooseAccounts>[1]["accountIds"];
    if (ids.length > 0) {
      return chooseAccounts(ctx, { connectionId, accountIds: ids, shownIds: ids, person: presentPerson });
    }
    await pause(100);
  }
}

async function ended({ sql }: Running, connectionId: ConnectionId) {
  for (;;) {
    const [row] = await sql<{ outcome: string; reads: number }[]>`
      select outcome, reads from syncs where connection_id = ${connectionId} and ended_at is not null`;
    if (row) return row;
    await pause(200);
  }
}

/** The kernel's own figure since the process began; other systems than Linux have none. */
export function mostResident({ directory }: Running): string {
  try {
    const { pid } = JSON.parse(readFileSync(join(directory, "run", "worker.json"), "utf8"));
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return `${(Number(kilobytes) / 1024).toFixed(0)} MB`;
  } catch {
    return "unknown";
  }
}
