import { useLocale, useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { isNarrowed } from "#components/wealth/entries-path.ts";
import { EntryFilter, EntryPages } from "#components/wealth/entry-filter.tsx";
import { EntryList } from "#components/wealth/entry-list.tsx";
import { Exports } from "#components/wealth/exports.tsx";
import { MissingList } from "#components/wealth/missing-list.tsx";
import { useWealthNames } from "#components/wealth/names.ts";
import { formatDate } from "#lib/kernel/format.ts";
import type { ClientEntriesView } from "#lib/portfolio/client-view.ts";
import { ClientFrame } from "./client-frame.tsx";
import { ClientNothing } from "./client-nothing.tsx";
import { clientPath, exportPath } from "./client-paths.ts";

export interface ClientEntriesScreenProps {
  readonly view: ClientEntriesView;
  /** As it stands in the page’s address: nothing is reckoned here, it is carried on. */
  readonly base: string | null;
  /** Whether this is a page further back than the first. */
  readonly isFurther: boolean;
  readonly bankOf: (institutionId: string) => string;
}

/** A client's transactions as far as their consents allow, the newest first. */
export function ClientEntriesScreen({ view, base, isFurther, bankOf }: ClientEntriesScreenProps) {
  const t = useTranslations("wealth");
  const { client, accounts, gone, missing, entries, narrowed } = view;
  const names = useWealthNames(accounts, { bankOf, accountPath: () => null });
  const path = clientPath(client.id, "entries");
  return (
    <ClientFrame client={client} page="entries" base={base}>
      {gone > 0 ? <p className="text-quiet text-small">{t("entries.gone", { count: gone })}</p> : null}
      {accounts.length === 0 ? <ClientNothing consents={client.consents} /> : null}
      {accounts.length > 0 ? (
        <div className="space-y-8">
          <EntryFilter page={view} names={names} path={path} />
          {missing.length > 0 ? (
            <div className="max-w-[42rem] space-y-2 border-caution border-s-2 ps-4">
              <p className="font-semibold">{t("entries.missing")}</p>
              <MissingList missing={missing} names={names} />
            </div>
          ) : null}
          {entries.length > 0 ? (
            <EntryList entries={entries} names={names} hasAccounts={narrowed.accountId === null} />
          ) : (
            <NoEntries view={view} />
          )}
          <EntryPages page={view} path={path} isFurther={isFurther} />
          <Exports what="entries" path={exportPath(client.id)} carried={{}} isNoted />
        </div>
      ) : null}
    </ClientFrame>
  );
}

/** Nothing found is another thing than nothing read, and says how far back was looked. */
function NoEntries({ view: { narrowed, next, lookedFrom } }: Pick<ClientEntriesScreenProps, "view">) {
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
