import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, ROOT_CONTEXT } from "@opentelemetry/api";
import {
  type Begun,
  begunOn,
  type Ended,
  endedOn,
  type Happening,
  type Happenings,
  secondsSince,
  type Told,
  toldOn,
} from "#lib/kernel/told.ts";
import type { AttributeKey } from "./attributes.ts";
import type { Instruments } from "./instruments.ts";
import { type Measures, measuring } from "./measures.ts";
import type { SpanFacts, Spans } from "./spans.ts";

interface Under {
  readonly trace: Context;
  readonly begunMs: number;
  /** Of the request under way; `other` in a job. */
  readonly route: string;
}

interface Parts {
  readonly instruments: Pick<Instruments, "record">;
  /** `null` where no traces are sent. */
  readonly spans: Spans | null;
  readonly watchPool: (opened: Told["pool.opened"]) => void;
  readonly fault: () => void;
}

/** Turns what this process tells of itself into metrics and traces, until it is told to stop. */
export function listen({ instruments, spans, watchPool, fault }: Parts): () => void {
  const under = new AsyncLocalStorage<Under>();
  const begun = new WeakMap<object, Under>();
  const stops: (() => void)[] = [];
  let openRequests = 0;
  const countRequests = (by: number): void => {
    openRequests += by;
    instruments.record("licet_http_open_requests", openRequests, {});
  };

  /** A fault in here is counted: whoever tells has work to do, and an exception would end the process. */
  const safely =
    <Facts>(hear: (facts: Facts) => void) =>
    (facts: unknown): void => {
      try {
        hear(facts as Facts);
      } catch {
        fault();
      }
    };
  const hear = <Name extends keyof Told>(name: Name, heard: (facts: Told[Name]) => void): void => {
    const on = toldOn(name);
    const listener = safely(heard);
    on.subscribe(listener);
    stops.push(() => on.unsubscribe(listener));
  };
  const within = <Name extends keyof Happenings>(
    name: Name,
    open: (begun: Begun<Name>) => { readonly requestId: string | null; readonly route: string },
    close: (happening: Happening<Name>, ended: Ended<Name>, seconds: number) => SpanFacts,
  ): void => {
    const [opening, closing] = [begunOn(name), endedOn(name)];
    opening.bindStore(under, (message) => {
      const one = { trace: ROOT_CONTEXT, begunMs: performance.now(), route: "other" };
      safely((happening: Happening<Name>) => {
        const { requestId, route } = open(happening.begun);
        Object.assign(one, { route, trace: spans?.begin(name, requestId) ?? ROOT_CONTEXT });
        begun.set(happening, one);
      })(message);
      return one;
    });
    const listener = safely(({ happening, ended }: { happening: Happening<Name>; ended: Ended<Name> }) => {
      const one = begun.get(happening);
      if (!one) return;
      const facts = close(happening, ended, secondsSince(one.begunMs));
      spans?.end(one.trace, facts);
    });
    closing.subscribe(listener);
    stops.push(() => {
      opening.unbindStore(under);
      closing.unsubscribe(listener);
    });
  };

  const measures: Measures = measuring(instruments, {
    route: () => under.getStore()?.route ?? "other",
    span(name, seconds, keys, given, isFailure) {
      const trace = under.getStore()?.trace;
      if (trace) spans?.add(trace, seconds, { name, keys, given, isFailure });
    },
  });
  for (const [name, heard] of Object.entries(measures)) hear(name as keyof Told, heard as never);
  hear("pool.opened", watchPool);

  within(
    "request",
    ({ requestId, route }) => {
      countRequests(1);
      return { requestId, route };
    },
    ({ begun: { method, route } }, { status }, seconds) => {
      countRequests(-1);
      const given = { method, route, status };
      instruments.record("licet_http_request_seconds", seconds, given);
      return facts("request", ["method", "route", "status"], given, status.startsWith("5"));
    },
  );
  within(
    "job",
    () => ({ requestId: null, route: "other" }),
    ({ begun: { job, waitedSeconds } }, { outcome }, seconds) => {
      instruments.record("licet_job_seconds", seconds, { job_kind: job, outcome });
      instruments.record("licet_job_wait_seconds", waitedSeconds, { job_kind: job });
      return facts("job", ["job_kind", "outcome"], { job_kind: job, outcome }, outcome === "failed");
    },
  );
  return () => {
    for (const stop of stops) stop();
  };
}

const facts = (
  name: string,
  keys: readonly AttributeKey[],
  given: Readonly<Record<string, unknown>>,
  isFailure: boolean,
): SpanFacts => ({ name, keys, given, isFailure });
