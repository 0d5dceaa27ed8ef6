import type { Meter } from "@opentelemetry/api";
import { type AttributeKey, type Keep, type KnownNames, keepingTo } from "./attributes.ts";
import { type AttributesOf, type Metric, type MetricName, metrics } from "./metrics.ts";

type Write = (value: number, attributes: Readonly<Record<string, string>>) => void;

export interface Instruments {
  /** Adds to a counter, observes in a histogram, sets a gauge. What is not on the list of attributes is left out. */
  record<Name extends MetricName>(name: Name, value: number, attributes: AttributesOf<Name>): void;
  readonly keep: Keep;
}

/** The instruments of the catalogue and no others, behind the list of attributes. */
export function makeInstruments(meter: Meter, known: KnownNames): Instruments {
  const writes = new Map<string, Write>(
    Object.entries<Metric>(metrics).map(([name, metric]) => [name, writerOf(meter, name, metric)]),
  );
  const keep = keepingTo(known, () =>
    writes.get("licet_telemetry_dropped_total")?.(1, { what: "attribute" }),
  );
  return {
    record(name, value, attributes) {
      const keys: readonly AttributeKey[] = metrics[name].attributes;
      writes.get(name)?.(value, keys.length === 0 ? {} : keep(attributes, keys));
    },
    keep,
  };
}

function writerOf(meter: Meter, name: string, { kind, help, buckets = [] }: Metric): Write {
  if (kind === "counter") {
    const counter = meter.createCounter(name, { description: help });
    return (value, attributes) => counter.add(value, attributes);
  }
  if (kind === "gauge") {
    const gauge = meter.createGauge(name, { description: help });
    return (value, attributes) => gauge.record(value, attributes);
  }
  const advice = { explicitBucketBoundaries: [...buckets] };
  const histogram = meter.createHistogram(name, { description: help, advice });
  return (value, attributes) => histogram.record(value, attributes);
}
