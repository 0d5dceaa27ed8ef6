import type { Context } from "#lib/access/context.ts";
import type { Job } from "./job.ts";

/** Why a job that was right when it was enqueued must not run any more. */
export type Verdict = { readonly run: true } | { readonly run: false; readonly reason: string };

/** What the worker does for one kind of job. */
export interface JobHandler<Payload extends object = object> {
  readonly job: Job<Payload>;
  /** Asked again at run time, whatever was true when it was enqueued. There is no job without it. */
  readonly authorise: (ctx: Context, payload: Payload) => Promise<Verdict>;
  readonly run: (ctx: Context, payload: Payload, signal: AbortSignal) => Promise<void>;
}

export function handle<Payload extends object>(handler: JobHandler<Payload>): JobHandler {
  return handler as unknown as JobHandler;
}
