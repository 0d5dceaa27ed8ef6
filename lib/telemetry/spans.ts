import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  type IdGenerator,
  ParentBasedSampler,
  RandomIdGenerator,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { type AttributeKey, isKept, type Keep } from "./attributes.ts";

/** Spans that wait to be sent. More find no place and are counted. */
export const mostWaiting = 2_048;
const batch = 512;

export interface SpanFacts {
  readonly name: string;
  readonly keys: readonly AttributeKey[];
  readonly given: Readonly<Record<string, unknown>>;
  readonly isFailure: boolean;
}

export interface Spans {
  /** Where a trace begins. A request's trace has the request's own number. */
  begin(name: string, requestId: string | null): Context;
  end(context: Context, facts: SpanFacts): void;
  /** What has just ended after so many seconds, within what is under way. */
  add(within: Context, seconds: number, facts: SpanFacts): void;
  stop(): Promise<void>;
}

interface Settings {
  readonly exporter: SpanExporter;
  readonly resource: Resource;
  readonly share: number;
  readonly everySeconds: number;
  readonly keep: Keep;
  readonly dropped: (spans: number) => void;
}

/**
 * Traces of this process's own making. Its provider is registered with nobody, so that no library's spans, whose
 * attributes are addresses and statements, can join them.
 */
export function makeSpans({ exporter, resource, share, everySeconds, keep, dropped }: Settings): Spans {
  const ids = new TraceIds();
  const bounded = boundedProcessor(exporter, keep, everySeconds, dropped);
  const provider = new TracerProvider({
    resource,
    idGenerator: ids,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [bounded],
  });
  const tracer = provider.getTracer("licet");
  const finish = (span: Span, { name, keys, given, isFailure }: SpanFacts, at?: number): void => {
    if (span.isRecording()) {
      const attributes = keep(given, keys);
      span.updateName([name, ...Object.values(attributes).slice(0, 2)].join(" ")).setAttributes(attributes);
      if (isFailure) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end(at);
  };
  return {
    begin(name, requestId) {
      ids.next = requestId;
      return trace.setSpan(ROOT_CONTEXT, tracer.startSpan(name, { kind: SpanKind.SERVER }, ROOT_CONTEXT));
    },
    end(context, facts) {
      const span = trace.getSpan(context);
      if (span) finish(span, facts);
    },
    add(within, seconds, facts) {
      if (!trace.getSpan(within)?.isRecording()) return;
      const now = Date.now();
      const startTime = now - seconds * 1_000;
      finish(tracer.startSpan(facts.name, { kind: SpanKind.CLIENT, startTime }, within), facts, now);
    },
    stop: () => provider.shutdown(),
  };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

class TraceIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  /** The request that the next trace is of. */
  next: string | null = null;

  generateTraceId(): string {
    const id = this.next;
    this.next = null;
    return id !== null && uuid.test(id) ? id.replaceAll("-", "") : this.#random.generateTraceId();
  }

  generateSpanId(): string {
    return this.#random.generateSpanId();
  }
}

/** So many spans wait and no more; and what leaves is looked at once more. */
function boundedProcessor(
  exporter: SpanExporter,
  keep: Keep,
  everySeconds: number,
  dropped: (spans: number) => void,
): SpanProcessor {
  let waiting = 0;
  const guarded: SpanExporter = {
    export(spans, done) {
      waiting -= spans.length;
      const clean = spans.filter((span) => isClean(span, keep));
      if (clean.length < spans.length) dropped(spans.length - clean.length);
      exporter.export(clean, done);
    },
    shutdown: () => exporter.shutdown(),
  };
  const inner = new BatchSpanProcessor({
    exporter: guarded,
    maxQueueSize: mostWaiting,
    maxExportBatchSize: batch,
    scheduledDelayMillis: Math.min(5, everySeconds) * 1_000,
    exportTimeoutMillis: 10_000,
  });
  return {
    onStart: (span, parent) => inner.onStart(span, parent),
    onEnd(span) {
      if (waiting >= mostWaiting) return dropped(1);
      waiting += 1;
      inner.onEnd(span);
    },
    forceFlush: () => inner.forceFlush(),
    shutdown: () => inner.shutdown(),
  };
}

/** Events, links and messages are where libraries put texts; ours have none. */
function isClean({ attributes, events, links, status, name }: ReadableSpan, keep: Keep): boolean {
  const parts = [...Object.values(attributes)].slice(0, 2);
  return (
    events.length + links.length === 0 &&
    status.message === undefined &&
    isKept(keep, attributes) &&
    /^(request|job|action|transaction|kms|bank|sca)$/.test(name.slice(0, name.indexOf(" "))) &&
    name === [name.slice(0, name.indexOf(" ")), ...parts].join(" ")
  );
}
