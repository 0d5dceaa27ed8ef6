import { useLocale, useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { isNarrowed } from "#components/wealth/entries-path.ts";
import { EntryFilter, EntryPages } from "#components/wealth/entry-filter.tsx";
import { EntryList } from "#components/wealth/entry-list.tsx";
import { Exports } from "#components/wealth/exports.tsx";
import { MissingList } from "#components/wealth/missing-list.tsx";
import { useWealthNames } from "#components/wealth/names.ts";
import { formatDate } from "#lib/kernel/format.ts";
import type { EntriesView } from "#lib/portfolio/entries-view.ts";
import type { NothingYet } from "#lib/portfolio/own-wealth-view.ts";
import { NothingLinked } from "./nothing-linked.tsx";
import { WealthFrame } from "./wealth-frame.tsx";
import { accountPath, exportPath } from "./wealth-paths.ts";

export interface WealthEntriesScreenProps {
  readonly page: EntriesView;
  readonly nothing: NothingYet | null;
  /** As it stands in the page’s address: nothing is reckoned here, it is carried on. */
  readonly base: string | null;
  /** Whether this is a page further back than the first. */
  readonly isFurther: boolean;
  readonly bankOf: (institutionId: string) => string;
}

const path = "/wealth/entries";

/** The transactions of all of one's own accounts, the newest first. */
export function WealthEntriesScreen({ page, nothing, base, isFurther, bankOf }: WealthEntriesScreenProps) {
  const t = useTranslations("wealth");
  const names = useWealthNames(page.accounts, { bankOf, accountPath: (id) => accountPath(id, base) });
  return (
    <WealthFrame page="entries" base={base} title={t("entries.title")} intro={<p>{t("own.entriesIntro")}</p>}>
      {nothing ? <NothingLinked nothing={nothing} /> : null}
      {page.gone > 0 ? (
        <p className="text-quiet text-small">{t("entries.gone", { count: page.gone })}</p>
      ) : null}
      {page.accounts.length > 0 ? (
        <div className="space-y-8">
          <EntryFilter page={page} names={names} path={path} carried={{ in: base }} />
          {page.missing.length > 0 ? (
            <div className="max-w-[42rem] space-y-2 border-caution border-s-2 ps-4">
              <p className="font-semibold">{t("entries.missing")}</p>
              <MissingList missing={page.missing} names={names} />
            </div>
          ) : null}
          {page.entries.length > 0 ? (
            <EntryList entries={page.entries} names={names} hasAccounts={page.narrowed.accountId === null} />
          ) : (
            <NoEntries page={page} />
          )}
          <EntryPages page={page} path={path} carried={{ in: base }} isFurther={isFurther} />
          <Exports what="entries" path={exportPath} carried={{}} />
        </div>
      ) : null}
    </WealthFrame>
  );
}

/** Nothing found is another thing than nothing read, and says how far back was looked. */
function NoEntries({ page: { narrowed, next, lookedFrom } }: Pick<WealthEntriesScreenProps, "page">) {
  const t = useTranslations("wealth.entries");
  const locale = useLocale();
  if (lookedFrom === null) return null;
  return (
    <EmptyState title={t(isNarrowed(narrowed) ? "noneFoundTitle" : "noneTitle")}>
      <p>{t("lookedFrom", { date: formatDate(locale, lookedFrom) })}</p>
      {next ? <p>{t("lookFurther")}</p> : null}
    </EmptyState>
  );
}
