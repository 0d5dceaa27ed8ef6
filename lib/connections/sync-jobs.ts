import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { syncKinds } from "./view.ts";

/** Reads what the consent covers of a connection's chosen accounts. */
export const syncConnection = defineJob({
  name: "connections.sync",
  scope: "tenant",
  payload: z.strictObject({
    tenantId: idSchema("ten"),
    connectionId: idSchema("cnx"),
    kind: z.enum(syncKinds),
  }),
  maxAttempts: 5,
  timeoutMs: 600_000,
  idempotencyKey: ({ connectionId }) => connectionId,
});

/** Finds the connections whose time of the night has come. */
export const findDueRefreshes = defineJob({
  name: "connections.refresh_due",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 30_000,
  idempotencyKey: () => "due",
});
