import { useTranslations } from "next-intl";

import { Table } from "#components/ui/table.tsx";
import type { FailureCountView } from "#lib/upkeep/view.ts";
import { useFailureReason } from "./use-failure-reason.ts";

/** Why nobody was let in, and why a reading brought not all. */
export function Failures({ failures }: { readonly failures: readonly FailureCountView[] }) {
  const t = useTranslations("upkeep.failures");
  const reason = useFailureReason();
  if (failures.length === 0) return <p className="text-quiet">{t("none")}</p>;
  return (
    <Table
      caption={t("title")}
      columns={[
        { key: "reason", header: t("reason") },
        { key: "of", header: t("of") },
        { key: "count", header: t("count"), isFigure: true },
      ]}
      rows={failures.map((failure) => ({
        key: `${failure.of} ${failure.reason}`,
        cells: [reason(failure.reason), t(failure.of), failure.count],
      }))}
    />
  );
}
