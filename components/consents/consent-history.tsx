import { useTranslations } from "next-intl";

import { Time } from "#components/ui/time.tsx";
import type { HistoryEntryView } from "#lib/consent/view.ts";

interface ConsentHistoryProps {
  readonly history: readonly HistoryEntryView[];
  readonly firm: string;
}

/** Everything that happened to a consent, in words, the first first: when, what, who, by which way, and why. */
export function ConsentHistory({ history, firm }: ConsentHistoryProps) {
  const t = useTranslations("consents.history");
  if (history.length === 0) return <p>{t("none")}</p>;
  return (
    <ol className="divide-y divide-line border-line border-y">
      {history.map((entry) => (
        <Entry key={`${entry.at}-${entry.act}`} entry={entry} firm={firm} />
      ))}
    </ol>
  );
}

function Entry({ entry, firm }: { readonly entry: HistoryEntryView; readonly firm: string }) {
  const t = useTranslations("consents.history");
  const { act, at, actorType, actorName, channel, reason } = entry;
  const by = actorName ? t("by.named", { name: actorName }) : t(`by.${actorType}`, { firm });
  const what = reason === "requestTakenBack" ? t("takenBack") : t(`acts.${act}`);
  const isSaid = reason && reason !== "notSaid" && reason !== "requestTakenBack";
  return (
    <li className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[13rem_1fr]">
      <span className="text-quiet text-small">
        <Time iso={at} show="moment" />
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className="font-semibold">{what}</span>{" "}
        <span className="text-quiet">
          {by}, {t(`channels.${channel}`)}
        </span>
        {isSaid ? (
          <span className="block text-small">{t("reason", { reason: t(`reasons.${reason}`) })}</span>
        ) : null}
      </span>
    </li>
  );
}
