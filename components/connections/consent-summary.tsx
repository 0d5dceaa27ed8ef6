import { useLocale, useTranslations } from "next-intl";

import { useRecipients } from "#components/consents/use-recipients.ts";
import { Time } from "#components/ui/time.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import { formatDate } from "#lib/kernel/format.ts";

/** Who sees which data until when, as the consent says it. */
export function ConsentSummary({ consent, firm }: { readonly consent: ConsentView; readonly firm: string }) {
  const t = useTranslations("connection");
  const receipt = useTranslations("receipt");
  const locale = useLocale();
  const { clusters, validUntil } = consent;
  const who = useRecipients(consent, firm);
  const what = clusters.map(({ cluster, historyFrom }) => {
    const category = receipt(`categories.${cluster}`);
    return historyFrom ? t("since", { category, date: formatDate(locale, historyFrom) }) : category;
  });
  return (
    <dl className="space-y-3">
      <Lines term={t("who")} lines={who} />
      <Lines term={t("what")} lines={what} />
      {validUntil ? (
        <div>
          <dt className="text-quiet text-small">{t("until")}</dt>
          <dd>
            <Time iso={validUntil} show="day" />
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

function Lines({ term, lines }: { readonly term: string; readonly lines: readonly string[] }) {
  return (
    <div>
      <dt className="text-quiet text-small">{term}</dt>
      {lines.map((line) => (
        <dd key={line} className="[overflow-wrap:anywhere]">
          {line}
        </dd>
      ))}
    </div>
  );
}
