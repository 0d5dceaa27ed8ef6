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
    try {
      return await policy.execute(async () => {
        try {
          return await call();
        } catch (cause) {
          throw toKeyError(method, cause);
        }
      });
    } catch (failure) {
      if (isBrokenCircuitError(failure)) throw new KeyError("unavailable", method, { cause: failure });
      if (isBulkheadRejectedError(failure)) throw new KeyError("overloaded", method, { cause: failure });
      throw failure;
    }
  };
}
