import { useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";
import type { LogCheckView } from "#lib/audit/view.ts";
import type { SystemStatus } from "./status-table.tsx";

/** Says at the top of the console's first page what is wrong with the audit log; nothing while nothing is. */
export function LogAlarm({ auditLog, logCheck }: Pick<SystemStatus, "auditLog" | "logCheck">) {
  const t = useTranslations("console");
  const seconds = (ms: number) => ({ seconds: Math.round(ms / 1000) });
  const late = {
    inStep: null,
    behind: t("alarmBehind", seconds(auditLog.unsequencedMs)),
    unsigned: t("alarmUnsigned", seconds(auditLog.unsignedMs)),
    unmailed: t("alarmUnmailed", seconds(auditLog.unmailedMs)),
  }[auditLog.state];
  const said = [late, useCheckAlarm(logCheck)].filter((text) => text !== null);
  if (said.length === 0) return null;
  return (
    <Notice tone="danger" word={t("alarmTitle")}>
      {said.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Notice>
  );
}

function useCheckAlarm(check: LogCheckView): string | null {
  const t = useTranslations("console");
  if (check.state === "late") return t("alarmLate");
  if (check.state !== "wrong") return null;
  return t("alarmWrong", { at: check.at, fault: t(`faults.${check.fault}`) });
}
