import { useLocale, useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatDate } from "#lib/kernel/format.ts";
import type { EntriesView } from "#lib/portfolio/entries-view.ts";
import { isNarrowed } from "./entries-path.ts";
import { EntryFilter, EntryPages } from "./entry-filter.tsx";
import { EntryList } from "./entry-list.tsx";
import { MissingBox } from "./missing-box.tsx";
import type { WealthNames } from "./names.ts";

export interface EntriesPageProps {
  readonly page: EntriesView;
  readonly names: WealthNames;
  /** Of the page that they stand on. */
  readonly path: string;
  /** What else the address says, which its other pages carry on. */
  readonly carried?: Readonly<Record<string, string | null>>;
  /** Whether this is a page further back than the first. */
  readonly isFurther: boolean;
}

/** One page of transactions: what is looked for, what could not be read, what was found, and where it goes on. */
export function EntriesPage({ page, names, path, carried = {}, isFurther }: EntriesPageProps) {
  const t = useTranslations("wealth.entries");
  return (
    <>
      <EntryFilter page={page} names={names} path={path} carried={carried} />
      <MissingBox title={t("missing")} missing={page.missing} names={names} />
      {page.entries.length > 0 ? (
        <EntryList entries={page.entries} names={names} hasAccounts={page.narrowed.accountId === null} />
      ) : (
        <NoEntries page={page} />
      )}
      <EntryPages page={page} path={path} carried={carried} isFurther={isFurther} />
    </>
  );
}

/** Nothing found is another thing than nothing read, and says how far back was looked. */
function NoEntries({ page: { narrowed, next, lookedFrom } }: Pick<EntriesPageProps, "page">) {
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
