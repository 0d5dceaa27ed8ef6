import type { Told } from "#lib/kernel/told.ts";
import type { AttributeKey } from "./attributes.ts";
import type { Instruments } from "./instruments.ts";

/** What each thing that is told means for the metrics and the trace under way. */
export type Measures = {
  readonly [Name in Exclude<keyof Told, "pool.opened">]: (facts: Told[Name]) => void;
};

interface Here {
  /** Of the request in which something is told. */
  readonly route: () => string;
  readonly span: (
    name: string,
    seconds: number,
    keys: readonly AttributeKey[],
    given: Readonly<Record<string, unknown>>,
    isFailure: boolean,
  ) => void;
}

const fine: ReadonlySet<string> = new Set([
  "ok",
  "done",
  "refused",
  "invalid",
  "committed",
  "finalised",
  "exempted",
]);

export function measuring({ record }: Pick<Instruments, "record">, { route, span }: Here): Measures {
  return {
    "action.ended"({ outcome, seconds }) {
      const given = { route: route(), outcome };
      record("licet_action_seconds", seconds, given);
      span("action", seconds, ["route", "outcome"], given, outcome === "failed");
    },
    refused: (given) => record("licet_refusals_total", 1, given),
    "act.written": (given) => record("licet_acts_total", 1, given),
    "transaction.ended"({ role, outcome, waitedSeconds, seconds }) {
      const given = { role, outcome };
      record("licet_db_transaction_seconds", seconds, given);
      record("licet_db_wait_seconds", waitedSeconds, {});
      span("transaction", seconds, ["role", "outcome"], given, !fine.has(outcome));
    },
    "kms.called"({ operation, outcome, seconds }) {
      const given = { operation, outcome };
      record("licet_kms_call_seconds", seconds, given);
      span("kms", seconds, ["operation", "outcome"], given, !fine.has(outcome));
    },
    "bank.called"({ institution, operation, outcome, reason, seconds }) {
      const given = { institution, operation, outcome, reason };
      record("licet_bank_call_seconds", seconds, given);
      if (reason !== "none") record("licet_bank_failures_total", 1, { institution, reason });
      span("bank", seconds, ["institution", "operation", "outcome", "reason"], given, !fine.has(outcome));
    },
    "sca.ended"({ method, outcome, reason, seconds }) {
      const given = { sca_method: method, outcome, reason };
      record("licet_sca_seconds", seconds, given);
      span("sca", seconds, ["sca_method", "outcome", "reason"], given, !fine.has(outcome));
    },
    "audit.watched"({ size, unsequencedSeconds, unsignedSeconds, unmailedSeconds }) {
      record("licet_audit_entries", size, {});
      record("licet_audit_lag_seconds", unsequencedSeconds, { part: "sequencing" });
      record("licet_audit_lag_seconds", unsignedSeconds, { part: "signing" });
      record("licet_audit_lag_seconds", unmailedSeconds, { part: "mailing" });
    },
    "queue.watched"({ due, oldestSeconds, failed }) {
      record("licet_queue_due_jobs", due, {});
      record("licet_queue_oldest_seconds", oldestSeconds, {});
      record("licet_queue_failed_jobs", failed, {});
    },
    "log.written": (given) => record("licet_log_lines_total", 1, given),
  };
}
