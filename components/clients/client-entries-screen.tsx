import { useTranslations } from "next-intl";

import { EntriesPage } from "#components/wealth/entries-page.tsx";
import { Exports } from "#components/wealth/exports.tsx";
import { useWealthNames } from "#components/wealth/names.ts";
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
  const { client, accounts, gone } = view;
  const names = useWealthNames(accounts, { bankOf, accountPath: () => null });
  const path = clientPath(client.id, "entries");
  return (
    <ClientFrame client={client} page="entries" base={base}>
      {gone > 0 ? <p className="text-quiet text-small">{t("entries.gone", { count: gone })}</p> : null}
      {accounts.length === 0 ? <ClientNothing consents={client.consents} /> : null}
      {accounts.length > 0 ? (
        <div className="space-y-8">
          <EntriesPage page={view} names={names} path={path} isFurther={isFurther} />
          <Exports what="entries" path={exportPath(client.id)} carried={{}} isNoted />
        </div>
      ) : null}
    </ClientFrame>
  );
}
