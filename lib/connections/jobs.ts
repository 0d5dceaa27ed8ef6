import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";

const tenantId = idSchema("ten");
const connectionId = idSchema("cnx");
const ofAuthorisation = z.strictObject({ tenantId, connectionId, authorisationId: idSchema("aut") });

/** Begins one dialog with a bank. It is never begun again: what has been claimed once is not claimed twice. */
export const linkConnection = defineJob({
  name: "connections.link",
  scope: "tenant",
  isAwaited: true,
  payload: ofAuthorisation,
  maxAttempts: 3,
  timeoutMs: 60_000,
  idempotencyKey: ({ authorisationId }) => authorisationId,
});

/** Reads which accounts there are, so that the investor can choose. */
export const offerAccounts = defineJob({
  name: "connections.offer_accounts",
  scope: "tenant",
  isAwaited: true,
  payload: ofAuthorisation,
  maxAttempts: 6,
  timeoutMs: 120_000,
  idempotencyKey: ({ authorisationId }) => authorisationId,
});

/** Ends at the bank what has ended here. Tried again by `findUnended` as long as the bank is away. */
export const endAtBank = defineJob({
  name: "connections.end_at_bank",
  scope: "tenant",
  payload: z.strictObject({ tenantId, connectionId }),
  maxAttempts: 5,
  timeoutMs: 60_000,
  idempotencyKey: (payload) => payload.connectionId,
});

/** Deletes of one investor what no consent covers any more. */
export const deleteUncovered = defineJob({
  name: "connections.delete_uncovered",
  scope: "tenant",
  payload: z.strictObject({ tenantId, investorId: idSchema("per") }),
  maxAttempts: 25,
  timeoutMs: 600_000,
  idempotencyKey: (payload) => payload.investorId,
});

/** Finds the investors of whom something is kept for whose keeping the time has passed. */
export const findUncovered = defineJob({
  name: "connections.find_uncovered",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 30_000,
  idempotencyKey: () => "uncovered",
});

/** Finds the connections of which a bank has still to be told. */
export const findUnended = defineJob({
  name: "connections.find_unended",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 30_000,
  idempotencyKey: () => "unended",
});
