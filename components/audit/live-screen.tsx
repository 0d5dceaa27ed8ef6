import { useTranslations } from "next-intl";

import { NoScriptNotice } from "#components/ui/no-script-notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { LiveEntry } from "#lib/audit/view.ts";
import { LiveTrail } from "./live-trail.tsx";
import { useTrailHeaders } from "./trail-screen.tsx";

export interface LiveScreenProps {
  readonly entries: readonly LiveEntry[];
  readonly place: number;
  /** What is followed, as an address has it: with its question mark, or empty. */
  readonly query: string;
}

/** The log as it grows. Without script the page is read anew by its link. */
export function LiveScreen({ entries, place, query }: LiveScreenProps) {
  const t = useTranslations("trail");
  const headers = useTrailHeaders();
  return (
    <div className="space-y-6">
      <PageHeading title={t("liveTitle")}>
        <p>{query === "" ? t("liveAll") : t("liveNarrowed")}</p>
      </PageHeading>
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
          ...{ caption: t("liveTitle"), time: headers.at, event: headers.type, actor: headers.actor },
          ...{ subject: headers.subject, facts: headers.facts, pause: t("pause"), goOn: t("goOn") },
          ...{ live: t("live"), paused: t("paused"), lost: t("lost"), empty: t("liveEmpty") },
        }}
      />
    </div>
  );
}
