import { useLocale, useTranslations } from "next-intl";

import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import type { DisclosureView } from "#lib/disclosures/view.ts";
import { formatDate, formatTime } from "#lib/kernel/format.ts";
import { useConsentName } from "./use-consent-name.ts";
import { useViewerName } from "./use-viewer-name.ts";

export interface DisclosureDaysProps {
  readonly lines: readonly DisclosureView[];
  readonly consents: readonly ConsentView[];
  readonly firm: string;
}

/** The list day by day, as the times are written. */
export function DisclosureDays({ lines, consents, firm }: DisclosureDaysProps) {
  const locale = useLocale();
  const days = Map.groupBy(lines, ({ lastAt }) => formatDate(locale, lastAt));
  return [...days].map(([day, own]) => (
    <Section key={day} title={day}>
      <ol className="divide-y divide-line rounded-edge border border-line bg-raised">
        {own.map((line) => (
          <Line key={line.id} line={line} consents={consents} firm={firm} />
        ))}
      </ol>
    </Section>
  ));
}

interface LineProps extends Pick<DisclosureDaysProps, "consents" | "firm"> {
  readonly line: DisclosureView;
}

function Line({ line, consents, firm }: LineProps) {
  const t = useTranslations("disclosures");
  const receipt = useTranslations("receipt");
  const locale = useLocale();
  const viewerName = useViewerName(firm);
  const consentName = useConsentName(consents);
  const { viewer, what, clusters, accounts, consentIds, times, firstAt, lastAt } = line;
  return (
    <li className="space-y-1 px-4 py-4 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-sans font-semibold [overflow-wrap:anywhere]">
          {viewer.name ?? viewerName(viewer)}
        </h3>
        <time dateTime={lastAt} className="text-quiet text-small tabular-nums">
          {formatTime(locale, lastAt)}
        </time>
      </div>
      {viewer.name ? <p className="text-quiet text-small">{firm}</p> : null}
      <p>
        {t(`ways.${what}`)}
        {times > 1 ? (
          <span className="text-quiet"> · {t("times", { times, first: formatTime(locale, firstAt) })}</span>
        ) : null}
      </p>
      <p className="text-small">
        {clusters.map((cluster) => receipt(`categories.${cluster}`)).join(" · ")}{" "}
        <span className="text-quiet">({t("accounts", { count: accounts })})</span>
      </p>
      <ul className="text-small">
        {consentIds.map((id) => (
          <li key={id}>
            <TextLink href={`/consents/${id}`}>{consentName(id)}</TextLink>
          </li>
        ))}
      </ul>
    </li>
  );
}
