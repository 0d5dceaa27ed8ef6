import { useTranslations } from "next-intl";

import { ConsoleTable } from "#components/console-table/console-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { NamedEntry, SavedSearchView } from "#lib/audit/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { type TableAsked, type TableShape, tableQuery } from "#lib/kernel/table-asked.ts";
import { SavedSearches } from "./saved-searches.tsx";
import { entryAddress, type TrailCell, useTrailCells } from "./trail-cells.tsx";
import { type TrailFilterName, TrailFilters } from "./trail-filters.tsx";

export interface TrailScreenProps {
  readonly shape: TableShape<TrailCell, TrailFilterName>;
  readonly asked: TableAsked<TrailCell, TrailFilterName>;
  /** Filters that say nothing that could be looked for. */
  readonly unusable: readonly TrailFilterName[];
  readonly entries: readonly NamedEntry[];
  readonly next: string | null;
  readonly unindexed: number;
  readonly saved: readonly SavedSearchView[];
  readonly save: FormAction;
  readonly remove: FormAction;
}

const address = "/console/audit";
/** So many wait for a moment wherever something happens; more of them mean that the index is behind. */
const unindexedUsual = 1_000;

/** The log, newest first, with everything by which an entry can be found. */
export function TrailScreen(props: TrailScreenProps) {
  const { shape, asked, unusable, entries, next, unindexed, saved, save, remove } = props;
  const t = useTranslations("trail");
  const cells = useTrailCells();
  const headers = useTrailHeaders();
  const query = tableQuery(shape, { ...asked, after: null });
  const isNarrowed = Object.keys(asked.filters).length > 0;
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <TrailFilters address={address} shape={shape} asked={asked} unusable={unusable} />
      <div className="flex flex-wrap items-start gap-x-8 gap-y-3">
        <TextLink href={`${address}/live${query}`}>{t("follow")}</TextLink>
        <SavedSearches
          saved={saved}
          query={isNarrowed && unusable.length === 0 ? query : null}
          save={save}
          remove={remove}
        />
      </div>
      {unindexed > unindexedUsual ? (
        <Notice tone="caution" word={t("unindexedTitle")}>
          <p>{t("unindexed", { count: unindexed })}</p>
        </Notice>
      ) : null}
      {entries.length === 0 ? (
        <EmptyState title={t("empty")}>
          <p>{isNarrowed ? t("emptyNarrowed") : t("emptyBody")}</p>
        </EmptyState>
      ) : (
        <ConsoleTable
          caption={t("title")}
          address={address}
          fileAddress={`${address}/export`}
          shape={shape}
          asked={asked}
          headers={headers}
          rows={entries.map((entry) => ({
            key: entry.eventId,
            href: entryAddress(entry.eventId),
            cells: cells(entry),
          }))}
          next={next}
        />
      )}
      <p className="text-quiet text-small">{t("logged")}</p>
    </div>
  );
}

export function useTrailHeaders(): Readonly<Record<TrailCell, string>> {
  const t = useTranslations("trail.columns");
  return {
    ...{ at: t("at"), type: t("type"), actor: t("actor"), subject: t("subject"), facts: t("facts") },
    ...{ request: t("request"), event: t("event"), index: t("index") },
  };
}
