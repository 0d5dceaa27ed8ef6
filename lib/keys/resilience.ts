import {
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  retry,
  wrap,
} from "cockatiel";
import { secondsSince, tell } from "#lib/kernel/told.ts";
import { KeyError, toKeyError } from "./key-error.ts";

export interface Resilience {
  /** Calls under way at once, and calls that wait for a place; more are refused at once. */
  readonly concurrent: number;
  readonly waiting: number;
  readonly attempts: number;
  /** What one attempt may take. */
  readonly deadlineMs: number;
  /** Failures in a row after which calls are refused for `pauseMs` without asking. */
  readonly breakAfter: number;
  readonly pauseMs: number;
}

export const usualResilience: Resilience = {
  concurrent: 32,
  waiting: 256,
  attempts: 3,
  deadlineMs: 5_000,
  breakAfter: 8,
  pauseMs: 5_000,
};

type Run = <T>(method: string, call: () => Promise<T>) => Promise<T>;

/** Bounded retries with jitter of what passes by itself, behind a circuit breaker and a limit of calls at once. */
export function resilient(settings: Resilience): Run {
  const passing = handleWhen((failure) => failure instanceof KeyError && failure.isPassing);
  const policy: IPolicy = wrap(
    bulkhead(settings.concurrent, settings.waiting),
    circuitBreaker(passing, {
      halfOpenAfter: settings.pauseMs,
      breaker: new ConsecutiveBreaker(settings.breakAfter),
    }),
    retry(passing, {
      maxAttempts: settings.attempts - 1,
      backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_500 }),
    }),
  );
  return async (method, call) => {
    const begun = performance.now();
    const ended = (outcome: string) =>
      tell("kms.called", { operation: method, outcome, seconds: secondsSince(begun) });
    try {
      const answer = await policy.execute(async () => {
        try {
          return await call();
        } catch (cause) {
          throw toKeyError(method, cause);
        }
      });
      ended("ok");
      return answer;
    } catch (cause) {
      const failure = refusalOf(method, cause);
      ended(failure instanceof KeyError ? failure.code : "failed");
      throw failure;
    }
  };
}

/** What our own breaker and limit refuse is told in the KMS's words. */
function refusalOf(method: string, cause: unknown): unknown {
  if (isBrokenCircuitError(cause)) return new KeyError("unavailable", method, { cause });
  return isBulkheadRejectedError(cause) ? new KeyError("overloaded", method, { cause }) : cause;
}
