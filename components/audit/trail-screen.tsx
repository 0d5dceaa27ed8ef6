import { useTranslations } from "next-intl";

import { ConsoleList } from "#components/console-table/console-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { NamedEntry, SavedSearchView } from "#lib/audit/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { type TableAsked, type TableShape, tableQuery } from "#lib/kernel/table-asked.ts";
import { SavedSearches } from "./saved-searches.tsx";
import { entryAddress, type TrailCell, useTrailCells } from "./trail-cells.tsx";
import { type TrailFilterName, useTrailFields } from "./use-trail-fields.ts";

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
  const fields = useTrailFields(props);
  const cells = useTrailCells();
  const query = tableQuery(shape, { ...asked, after: null });
  const isNarrowed = Object.keys(asked.filters).length > 0;
  return (
    <div className="space-y-6">
      <ConsoleList
        title={t("title")}
        intro={t("intro")}
        address={address}
        shape={shape}
        asked={asked}
        fields={fields}
        empty={{ title: t("empty"), body: isNarrowed ? t("emptyNarrowed") : t("emptyBody") }}
        header={(column) => t(`columns.${column}`)}
        rows={entries.map((entry) => ({
          key: entry.eventId,
          href: entryAddress(entry.eventId),
          cells: cells(entry),
        }))}
        next={next}
      >
        <div className="no-print flex flex-wrap items-start gap-x-8 gap-y-3">
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
      </ConsoleList>
      <p className="text-quiet text-small">{t("logged")}</p>
    </div>
  );
}
