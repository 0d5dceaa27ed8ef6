import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import type { LogCheckView } from "#lib/audit/view.ts";

interface AuditLog {
  readonly state: "inStep" | "behind" | "unsigned" | "unmailed";
  readonly unsequencedMs: number;
  readonly unsignedMs: number;
  readonly unmailedMs: number;
}

export interface SystemStatus {
  readonly database: boolean;
  readonly keyDatabase: boolean;
  readonly worker: { readonly state: "running" | "late" | "never"; readonly lastSeenAt: string | null };
  readonly failedJobs: number;
  readonly auditLog: AuditLog;
  readonly logCheck: LogCheckView;
}

const logTones = { inStep: "good", behind: "danger", unsigned: "danger", unmailed: "caution" } as const;
const checkTones = { right: "good", wrong: "danger", late: "danger", never: "neutral" } as const;
const checkWords = {
  right: "checkRight",
  wrong: "checkWrong",
  late: "checkLate",
  never: "checkNever",
} as const;
const workerTones = { running: "good", late: "caution", never: "danger" } as const;

export function StatusTable({ status }: { readonly status: SystemStatus }) {
  const t = useTranslations("console");
  const answers = (yes: boolean) => (
    <Badge tone={yes ? "good" : "danger"}>{yes ? t("answers") : t("silent")}</Badge>
  );
  const { state, lastSeenAt } = status.worker;
  const { auditLog, logCheck } = status;
  const late = { inStep: 0, behind: auditLog.unsequencedMs, unsigned: auditLog.unsignedMs };
  const lateMs = { ...late, unmailed: auditLog.unmailedMs }[auditLog.state];
  return (
    <Table
      caption={t("status")}
      columns={[
        { key: "part", header: t("part") },
        { key: "state", header: t("state") },
        { key: "since", header: t("since") },
      ]}
      rows={[
        { key: "database", cells: [t("database"), answers(status.database), "–"] },
        { key: "keyDatabase", cells: [t("keyDatabase"), answers(status.keyDatabase), "–"] },
        {
          key: "worker",
          cells: [
            t("worker"),
            <Badge key="state" tone={workerTones[state]}>
              {t(state)}
            </Badge>,
            lastSeenAt ? <Time key="seen" iso={lastSeenAt} show="moment" /> : "–",
          ],
        },
        {
          key: "auditLog",
          cells: [
            t("auditLog"),
            <Badge key="state" tone={logTones[auditLog.state]}>
              {t(auditLog.state, { seconds: Math.round(lateMs / 1000) })}
            </Badge>,
            "–",
          ],
        },
        {
          key: "logCheck",
          cells: [
            t("logCheck"),
            <Badge key="state" tone={checkTones[logCheck.state]}>
              {t(checkWords[logCheck.state])}
            </Badge>,
            logCheck.checkedAt ? <Time key="checked" iso={logCheck.checkedAt} show="moment" /> : "–",
          ],
        },
        {
          key: "failedJobs",
          cells: [
            t("failedJobs"),
            <Badge key="state" tone={status.failedJobs === 0 ? "good" : "danger"}>
              {status.failedJobs === 0 ? t("none") : t("failedCount", { count: status.failedJobs })}
            </Badge>,
            "–",
          ],
        },
      ]}
    />
  );
}
