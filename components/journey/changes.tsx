import { Minus, PencilLine, Plus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";

import { Section } from "#components/ui/section.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { type Change, changesBetween } from "./changes-between.ts";

const looks = {
  added: { Icon: Plus, text: "text-good" },
  removed: { Icon: Minus, text: "text-danger" },
  changed: { Icon: PencilLine, text: "text-caution" },
} as const;

export interface ChangesProps {
  readonly before: ConsentView;
  readonly after: ConsentView;
}

/** What would be different from now: each with its mark and its word, so that colour says nothing alone. */
export function Changes({ before, after }: ChangesProps) {
  const t = useTranslations("journey.changes");
  const textOf = useChangeText();
  const changes = changesBetween(before, after);
  return (
    <Section title={t("title")}>
      {changes.length === 0 ? <p>{t("none")}</p> : null}
      <ul className="space-y-2">
        {changes.map((change) => {
          const { Icon, text } = looks[change.change];
          const words = textOf(change);
          return (
            <li key={words} className="flex gap-3 rounded-edge border border-line bg-raised px-4 py-3">
              <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${text}`} />
              <p className="min-w-0 [overflow-wrap:anywhere]">
                <strong className={`font-semibold ${text}`}>{t(`words.${change.change}`)}</strong> {words}
              </p>
            </li>
          );
        })}
      </ul>
      {changes.length > 0 ? <p className="text-quiet text-small">{t("rest")}</p> : null}
    </Section>
  );
}

function useChangeText(): (change: Change) => string {
  const t = useTranslations("journey.changes");
  const receipt = useTranslations("receipt");
  const item = useTranslations("journey.items.transactions");
  const locale = useLocale();
  const day = (iso: string | null) => (iso === null ? t("allOfIt") : formatDate(locale, iso));
  return (change) => {
    switch (change.what) {
      case "cluster":
        return receipt(`categories.${change.cluster}`);
      case "item":
        return t("item", { item: item(change.item) });
      case "team":
        return t("team");
      case "program":
        return t("program");
      case "advisor":
        return change.name ? receipt("recipientAdvisor", { name: change.name }) : t("advisor");
      case "accounts":
        return t("accounts", { count: change.count });
      case "history":
        return t("history", {
          category: receipt(`categories.${change.cluster}`),
          from: day(change.from),
          to: day(change.to),
        });
      case "end":
        return t("end", { from: day(change.from), to: day(change.to) });
    }
  };
}
