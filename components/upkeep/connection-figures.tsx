import { useTranslations } from "next-intl";

import { Facts } from "#components/ui/facts.tsx";
import { Table } from "#components/ui/table.tsx";
import type { ConnectionCountsView, ReadBudgetView } from "#lib/upkeep/view.ts";

/** How many of the firm's connections to this bank stand how. */
export function ConnectionCounts({ counts }: { readonly counts: ConnectionCountsView }) {
  const states = useTranslations("connection.states");
  return (
    <Facts
      facts={[
        { term: states("linking"), fact: counts.linking },
        { term: states("choosing"), fact: counts.choosing },
        { term: states("active"), fact: counts.active },
        { term: states("confirm"), fact: counts.needsConfirm },
        { term: states("credential"), fact: counts.needsCredential },
        { term: states("ended"), fact: counts.ended },
      ]}
    />
  );
}

/** How much of what the law lets be read without the investor was used, connection by connection. */
export function ReadBudget({ budget }: { readonly budget: ReadBudgetView }) {
  const t = useTranslations("upkeep.budget");
  const hint = useTranslations("investors.connections");
  const last = budget.connections.length - 1;
  return (
    <div className="space-y-3">
      <p>{t("total", { count: budget.used })}</p>
      <div className="max-w-[32rem]">
        <Table
          caption={t("title")}
          columns={[
            { key: "used", header: t("used") },
            { key: "connections", header: t("connections"), isFigure: true },
          ]}
          rows={budget.connections.map((count, used) => ({
            key: String(used),
            cells: [used === last ? t("fourOrMore") : used, count],
          }))}
        />
      </div>
      <p className="text-quiet text-small">{hint("readsHint")}</p>
    </div>
  );
}
