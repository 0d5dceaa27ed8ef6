import type { z } from "zod";
import type { TenantId } from "#lib/kernel/id.ts";

/** One kind of background work, declared apart from its handler so that whoever enqueues it imports no handler. */
export interface Job<Payload extends object = object> {
  readonly name: string;
  /** A tenant's job runs as that tenant's `job` actor; an installation's as `system`. */
  readonly scope: "tenant" | "installation";
  readonly payload: z.ZodType<Payload>;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  /** Somebody waits for it at a page: it never waits for a place until something that takes long is done. */
  readonly isAwaited?: true;
  /** Two jobs of one kind and key are one job: a second enqueue has the effect of none. */
  readonly idempotencyKey: (payload: Payload) => string;
}

interface TenantPayload {
  readonly tenantId: TenantId;
}

/** Payloads hold identifiers only: they are kept in tables, in backups and in logs. */
export function defineJob<Payload extends object>(
  job: Job<Payload> & (Payload extends TenantPayload ? { scope: "tenant" } : { scope: "installation" }),
): Job<Payload> {
  return job;
}
