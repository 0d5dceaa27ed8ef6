import { useTranslations } from "next-intl";

import { EntriesPage } from "#components/wealth/entries-page.tsx";
import { Exports } from "#components/wealth/exports.tsx";
import { useWealthNames } from "#components/wealth/names.ts";
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
          <EntriesPage page={page} names={names} path={path} carried={{ in: base }} isFurther={isFurther} />
          <Exports what="entries" path={exportPath} carried={{}} />
        </div>
      ) : null}
    </WealthFrame>
  );
}
