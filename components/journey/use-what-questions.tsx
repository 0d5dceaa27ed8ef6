import { useLocale, useTranslations } from "next-intl";

import type { AnswerSheetView, HistoryOptionView } from "#lib/consent/answer-view.ts";
import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import { formatDate } from "#lib/kernel/format.ts";
import type { Question } from "./question.ts";

/** What each kind of data consists of, item by item. Of payments, two of the items are asked about one by one. */
const contents = {
  identity: ["names", "accounts"],
  balances: ["balance"],
  transactions: ["dayAndAmount"],
  positions: ["holdings", "worth"],
  investmentTransactions: ["trades", "income"],
  liabilities: ["owed", "cards"],
} as const satisfies Record<DataCluster, readonly string[]>;

interface What extends Pick<AnswerSheetView, "clusters" | "items"> {
  readonly firm: string;
  readonly chosen: { readonly clusters: readonly string[]; readonly items: readonly Leavable[] };
  /** Offered where all of it was asked for by somebody else. */
  readonly all?: string;
}

/** Which kinds of data, each with what it is for and what is in it. */
export function useClusterQuestion({ clusters, items, firm, chosen, all }: What): Question {
  const t = useTranslations("journey.choose");
  const answer = useTranslations("journey.answer");
  const receipt = useTranslations("receipt");
  const item = useTranslations("journey.items");
  const listOf = (cluster: DataCluster) => (
    <ul className="list-disc space-y-1 pl-5">
      {contents[cluster].map((one) => (
        <li key={one}>{item(`${cluster}.${one}` as Parameters<typeof item>[0])}</li>
      ))}
      {cluster === "transactions"
        ? items.map((one) => <li key={one}>{t("ifTicked", { item: item(`transactions.${one}`) })}</li>)
        : null}
    </ul>
  );
  return {
    name: "cluster",
    kind: "several",
    legend: t("clusters.legend"),
    hint: (
      <>
        <p>{t("clusters.hint")}</p>
        <p>{t("clusters.others", { firm })}</p>
      </>
    ),
    missing: t("clusters.missing"),
    chosen: chosen.clusters,
    ...(all ? { all } : {}),
    options: clusters.map(({ cluster, purposes }) => ({
      value: cluster,
      label: receipt(`categories.${cluster}`),
      note: t("clusters.why", {
        purposes: purposes.map((purpose) => answer(`purposes.${purpose}`)).join("; "),
      }),
      more: { summary: t("clusters.more"), content: listOf(cluster) },
      ...(cluster === "transactions" && items.length > 0
        ? {
            further: {
              ...{ name: "item", kind: "several", legend: t("clusters.items"), missing: "" },
              chosen: chosen.items,
              options: items.map((one) => ({ value: one, label: item(`transactions.${one}`) })),
            } as const,
          }
        : {}),
    })),
  };
}

interface Past {
  readonly histories: readonly HistoryOptionView[];
  readonly firm: string;
  readonly chosen: readonly string[];
  /** As it was asked for, or as it is in force. */
  readonly asked: "asked" | "inForce";
}

/** How far back. Where there is one possibility only, it is no question. */
export function useHistoryQuestion({ histories, firm, chosen, asked }: Past): Question | null {
  const t = useTranslations("journey.choose.history");
  const locale = useLocale();
  if (histories.length < 2) return null;
  return {
    ...{ name: "history", kind: "one", legend: t("legend"), hint: <p>{t("hint")}</p> },
    ...{ missing: t("missing"), chosen },
    options: histories.map(({ choice, from }) => {
      const date = from === null ? "" : formatDate(locale, from);
      const reach = from === null ? "all" : "from";
      return choice === "asked"
        ? { value: choice, label: t(`${asked}.${reach}`, { firm, date }) }
        : { value: choice, label: t(choice, { date }) };
    }),
  };
}
