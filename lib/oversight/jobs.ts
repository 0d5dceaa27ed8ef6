import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";

/** Works off one act, item by item, or notes that nobody approved it in time. */
export const workAct = defineJob({
  name: "oversight.work",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), actId: idSchema("act") }),
  maxAttempts: 25,
  timeoutMs: 120_000,
  idempotencyKey: ({ actId }) => actId,
});

/** Tells one of those who may be the second person, by mail, that an act waits for one. */
export const tellSecond = defineJob({
  name: "oversight.tell_second",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), actId: idSchema("act"), personId: idSchema("per") }),
  maxAttempts: 10,
  timeoutMs: 20_000,
  idempotencyKey: ({ actId, personId }) => `${actId}:${personId}`,
});

/** Finds acts that have something to do or lapse. */
export const findLiveActs = defineJob({
  name: "oversight.find_live",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 30_000,
  idempotencyKey: () => "live",
});
