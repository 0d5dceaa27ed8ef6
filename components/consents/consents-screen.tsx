import Link from "next/link";
import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { type ConsentPageView, type ConsentQuery, consentTabs } from "#lib/consent/query-view.ts";
import { ConsentItem } from "./consent-item.tsx";
import { ConsentSearch } from "./consent-search.tsx";
import type { NamedBanks } from "./named-banks.ts";
import { isNarrowed, listPath, tabPath } from "./paths.ts";

export interface ConsentsScreenProps {
  readonly query: ConsentQuery;
  readonly page: ConsentPageView;
  /** By the consent's identifier. */
  readonly banksOf: ReadonlyMap<string, NamedBanks>;
  /** Every bank that any of the consents has to do with. */
  readonly banks: readonly { readonly institutionId: string; readonly bank: string }[];
  readonly firm: string;
}

const noBanks: NamedBanks = { banks: [], areNamed: true };

/** What somebody was asked for and has agreed to, and what is over of it. */
export function ConsentsScreen({ query, page, banksOf, banks, firm }: ConsentsScreenProps) {
  const t = useTranslations("consents");
  const { consents, next, counts, advisors } = page;
  return (
    <div className="max-w-[48rem] space-y-8">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <Tabs query={query} counts={counts} />
      {query.tab === "ended" ? <p className="max-w-[42rem] text-quiet">{t("keptHere")}</p> : null}
      {counts[query.tab] > 0 ? <ConsentSearch query={query} banks={banks} advisors={advisors} /> : null}
      {consents.length > 0 ? (
        <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
          {consents.map((consent) => (
            <ConsentItem
              key={consent.id}
              consent={consent}
              named={banksOf.get(consent.id) ?? noBanks}
              firm={firm}
            />
          ))}
        </ul>
      ) : (
        <Nothing query={query} firm={firm} />
      )}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        {next ? (
          <LinkButton href={listPath(query, { after: next })} variant="secondary">
            {t("more")}
          </LinkButton>
        ) : null}
        {query.after ? <TextLink href={listPath(query)}>{t("first")}</TextLink> : null}
      </div>
    </div>
  );
}

function Tabs({
  query,
  counts,
}: {
  readonly query: ConsentQuery;
  readonly counts: ConsentPageView["counts"];
}) {
  const t = useTranslations("consents");
  return (
    <nav aria-label={t("tabs.label")} className="border-line border-b">
      <ul className="-mx-3 flex flex-wrap">
        {consentTabs.map((tab) => (
          <li key={tab}>
            <Link
              href={tabPath(tab)}
              aria-current={tab === query.tab ? "page" : undefined}
              className="relative flex min-h-11 items-center px-3 text-quiet before:absolute before:inset-x-3
                before:bottom-0 before:h-0.5 before:bg-transparent hover:text-ink aria-[current=page]:font-semibold
                aria-[current=page]:text-ink aria-[current=page]:before:bg-accent"
            >
              {t(`tabs.${tab}`, { count: counts[tab] })}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Says what will be here, and the one act that brings it. */
function Nothing({ query, firm }: Pick<ConsentsScreenProps, "query" | "firm">) {
  const t = useTranslations("consents.empty");
  if (isNarrowed(query) || query.after) {
    return (
      <EmptyState title={t("noneFound")}>
        <p>
          <TextLink href={tabPath(query.tab)}>{t("showAll")}</TextLink>
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t(`${query.tab}.title`)}>
      <p>{t(`${query.tab}.body`, { firm })}</p>
    </EmptyState>
  );
}
