import { setTimeout as sleep } from "node:timers/promises";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { ErasureParts } from "./erasure-steps.ts";
import { eraseInvestor, findErasures } from "./jobs.ts";
import { findErasure, listDue } from "./repository.ts";
import { walkLedger } from "./walk-ledger.ts";

const batch = 200;

/** Most of an erasure is done by other jobs within seconds: for so long after its beginning it is looked at again and again. */
const eagerForMs = 30_000;
const pauseMs = 500;

export const eraseInvestorHandler = (parts: ErasureParts) =>
  handle({
    job: eraseInvestor,
    authorise: async (ctx, { erasureId }) => {
      await inTransaction(ctx, (tx) => findErasure(tx, erasureId));
      return { run: true };
    },
    run: async (ctx, { erasureId }, signal) => {
      requirePermission(ctx, "privacy.work");
      const { begunAt } = await inTransaction(ctx, (tx) => findErasure(tx, erasureId));
      const eagerUntil = begunAt.getTime() + eagerForMs;
      while (await walkLedger(ctx, parts, erasureId, signal)) {
        if (ctx.clock.now().getTime() >= eagerUntil) return;
        await sleep(pauseMs, undefined, { signal });
      }
    },
  });

export const findErasuresHandler = handle({
  job: findErasures,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "privacy.findDue");
    await inTransaction(ctx, async (tx) => {
      for (const due of await listDue(tx, ctx.clock.now(), batch)) await enqueue(tx, eraseInvestor, due);
    });
  },
});
