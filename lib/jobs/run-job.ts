import type { Actor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import type { JobHandler } from "./handler.ts";

export type JobOutcome = { readonly kind: "done" } | { readonly kind: "refused"; readonly reason: string };

/**
 * Runs one job as its own actor: parse, authorise anew, run under a deadline. A thrown error is the
 * queue's to retry; a refusal is final and does nothing.
 */
export async function runJob(
  handler: JobHandler,
  payload: unknown,
  context: Omit<Context, "actor">,
  stopping: AbortSignal,
): Promise<JobOutcome> {
  const { job } = handler;
  const parsed = job.payload.parse(payload);
  const ctx: Context = { ...context, actor: actorOf(handler, parsed) };

  const verdict = await handler.authorise(ctx, parsed);
  if (!verdict.run) return { kind: "refused", reason: verdict.reason };

  const deadline = AbortSignal.timeout(job.timeoutMs);
  await handler.run(ctx, parsed, AbortSignal.any([deadline, stopping]));
  return { kind: "done" };
}

function actorOf({ job }: JobHandler, payload: object): Actor {
  if (job.scope === "installation") return { type: "system", job: job.name };
  return { type: "job", job: job.name, tenantId: (payload as { tenantId: TenantId }).tenantId };
}
