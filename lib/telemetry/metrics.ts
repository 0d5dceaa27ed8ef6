import type { AttributeKey } from "./attributes.ts";

export interface Metric {
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly attributes: readonly AttributeKey[];
  /** Seconds, ascending. */
  readonly buckets?: readonly number[];
}

const pages = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const calls = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 15] as const;
const banks = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] as const;
const work = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1_800] as const;
const people = [5, 10, 20, 30, 60, 120, 300, 600, 900] as const;

/**
 * Every metric there is, under the one name that it has everywhere: at the private port, over OTLP, in the alert
 * rules and in docs/monitoring.md. The unit is the name's last part, as Prometheus has it.
 */
export const metrics = {
  licet_http_request_seconds: {
    kind: "histogram",
    help: "Requests by the template of their route, from the first byte to the last of the answer",
    attributes: ["method", "route", "status"],
    buckets: pages,
  },
  licet_http_open_requests: { kind: "gauge", help: "Requests under way", attributes: [] },
  licet_action_seconds: {
    kind: "histogram",
    help: "Server actions by the route of their page",
    attributes: ["route", "outcome"],
    buckets: pages,
  },
  licet_refusals_total: {
    kind: "counter",
    help: "What was refused or failed, by the code that the person was told",
    attributes: ["code", "where"],
  },
  licet_acts_total: {
    kind: "counter",
    help: "Audit events written, by type; one whose transaction was then undone counts too",
    attributes: ["act"],
  },
  licet_job_seconds: {
    kind: "histogram",
    help: "Jobs by kind and how they ended",
    attributes: ["job_kind", "outcome"],
    buckets: work,
  },
  licet_job_wait_seconds: {
    kind: "histogram",
    help: "How long jobs waited after they were due",
    attributes: ["job_kind"],
    buckets: work,
  },
  licet_queue_due_jobs: { kind: "gauge", help: "Jobs that are due and not begun", attributes: [] },
  licet_queue_oldest_seconds: {
    kind: "gauge",
    help: "For how long the oldest of them has been due",
    attributes: [],
  },
  licet_queue_failed_jobs: { kind: "gauge", help: "Jobs that used up their attempts", attributes: [] },
  licet_bank_call_seconds: {
    kind: "histogram",
    help: "Calls to banks",
    attributes: ["institution", "operation", "outcome"],
    buckets: banks,
  },
  licet_bank_failures_total: {
    kind: "counter",
    help: "Calls to banks that brought nothing, by reason",
    attributes: ["institution", "reason"],
  },
  licet_sca_seconds: {
    kind: "histogram",
    help: "Strong customer authentications, from the bank's first question to the end",
    attributes: ["sca_method", "outcome", "reason"],
    buckets: people,
  },
  licet_audit_lag_seconds: {
    kind: "gauge",
    help: "For how long the oldest event waits for its place, entry for a checkpoint, mailbox for a mail",
    attributes: ["part"],
  },
  licet_audit_entries: { kind: "gauge", help: "Entries in the audit log", attributes: [] },
  licet_kms_call_seconds: {
    kind: "histogram",
    help: "Calls to the KMS, retries within them",
    attributes: ["operation", "outcome"],
    buckets: calls,
  },
  licet_db_transaction_seconds: {
    kind: "histogram",
    help: "Database transactions by the role they act as",
    attributes: ["role", "outcome"],
    buckets: calls,
  },
  licet_db_wait_seconds: {
    kind: "histogram",
    help: "How long a transaction waited for a connection",
    attributes: [],
    buckets: calls,
  },
  licet_db_connections: {
    kind: "gauge",
    help: "Connections of a pool, and who waits for one",
    attributes: ["pool", "state"],
  },
  licet_event_loop_delay_seconds: {
    kind: "gauge",
    help: "How late the event loop was in the last 15 seconds",
    attributes: ["quantile"],
  },
  licet_event_loop_busy_ratio: {
    kind: "gauge",
    help: "Share of the last 15 seconds in which the event loop worked",
    attributes: [],
  },
  licet_process_memory_bytes: { kind: "gauge", help: "Memory of this process", attributes: ["memory"] },
  licet_process_cpu_seconds_total: {
    kind: "counter",
    help: "Processor time of this process",
    attributes: [],
  },
  licet_process_started_seconds: {
    kind: "gauge",
    help: "When this process began, in seconds since 1970",
    attributes: [],
  },
  licet_log_lines_total: {
    kind: "counter",
    help: "Lines of the log that are warnings or worse, by event",
    attributes: ["level", "event"],
  },
  licet_telemetry_exports_total: {
    kind: "counter",
    help: "Sendings to the collector",
    attributes: ["signal", "outcome"],
  },
  licet_telemetry_dropped_total: {
    kind: "counter",
    help: "What was left out: attributes not on the list, spans that found no place, faults of the telemetry",
    attributes: ["what"],
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
export type AttributesOf<Name extends MetricName> = Readonly<
  Record<(typeof metrics)[Name]["attributes"][number], string>
>;
