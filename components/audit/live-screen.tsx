import { useTranslations } from "next-intl";

import { useEventLabel } from "#components/console/event-label.ts";
import { Facts } from "#components/ui/facts.tsx";
import { NoScriptNotice } from "#components/ui/no-script-notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { LiveEntry } from "#lib/audit/view.ts";
import { LiveTrail } from "./live-trail.tsx";

export interface LiveScreenProps {
  readonly entries: readonly LiveEntry[];
  readonly place: number;
  /** What is followed, as an address has it: with its question mark, or empty. */
  readonly query: string;
}

/** The log as it grows. Without script the page is read anew by its link. */
export function LiveScreen({ entries, place, query }: LiveScreenProps) {
  const t = useTranslations("trail");
  return (
    <div className="space-y-6">
      <PageHeading title={t("liveTitle")}>
        <p>{query === "" ? t("liveAll") : t("liveNarrowed")}</p>
      </PageHeading>
      <Followed query={query} />
      <NoScriptNotice />
      <p className="flex flex-wrap gap-x-8 gap-y-2">
        <TextLink href={`/console/audit${query}`}>{t("back")}</TextLink>
        <TextLink href={`/console/audit/live${query}`}>{t("refresh")}</TextLink>
      </p>
      <LiveTrail
        // A page that was read anew goes on from what it shows.
        key={place}
        first={entries}
        place={place}
        eventsHref={`/console/audit/live/events${query === "" ? "?" : query}`}
        texts={{
          ...{ caption: t("liveTitle"), time: t("columns.at"), event: t("columns.type") },
          ...{ actor: t("columns.actor"), subject: t("columns.subject"), facts: t("columns.facts") },
          ...{ pause: t("pause"), goOn: t("goOn") },
          ...{ live: t("live"), paused: t("paused"), lost: t("lost"), empty: t("liveEmpty") },
        }}
      />
    </div>
  );
}

const followed = ["type", "actor", "subject", "request", "id", "from", "to"] as const;

/** The search that new entries are measured by, in the words of its form. */
function Followed({ query }: Pick<LiveScreenProps, "query">) {
  const t = useTranslations("trail");
  const eventLabel = useEventLabel();
  const asked = new URLSearchParams(query);
  const facts = followed.flatMap((name) => {
    const value = asked.get(name);
    if (!value) return [];
    return [{ term: t(`filters.${name}`), fact: name === "type" ? eventLabel(value) : <code>{value}</code> }];
  });
  return facts.length === 0 ? null : <Facts facts={facts} />;
}
