import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import type { ClientDetailView } from "#lib/portfolio/view.ts";
import { ClientAccount } from "./client-account.tsx";
import { ClientStanding, ClientStandingDay } from "./client-standing.tsx";

export interface ClientScreenProps {
  readonly client: ClientDetailView;
  readonly bankOf: (institutionId: string) => string;
}

/** A client as far as their consents allow, and the word that they are told of this view. */
export function ClientScreen({ client, bankOf }: ClientScreenProps) {
  const t = useTranslations("clients");
  const { name, consents, banks, isNoted } = client;
  return (
    <div className="max-w-dashboard space-y-8">
      <p className="text-small">
        <TextLink href="/advisor">{t("back")}</TextLink>
      </p>
      <PageHeading title={name ?? t("unnamed")} />
      {isNoted ? (
        <Notice tone="info" word={t("notedTitle", { name: name ?? t("yourClient") })}>
          <p>{t("noted")}</p>
        </Notice>
      ) : null}
      {banks.length === 0 ? <Nothing consents={consents} /> : null}
      {banks.map(({ institutionId, accounts }) => (
        <Section key={institutionId} title={bankOf(institutionId)}>
          <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
            {accounts.map((account) => (
              <ClientAccount key={account.id} account={account} />
            ))}
          </ul>
        </Section>
      ))}
      {banks.length > 0 ? <p className="max-w-[42rem] text-quiet text-small">{t("onlyShared")}</p> : null}
      <Consents consents={consents} />
    </div>
  );
}

function Nothing({ consents }: { readonly consents: readonly ConsentView[] }) {
  const t = useTranslations("clients");
  const why = consents.some(({ isInForce }) => isInForce)
    ? "nothingChosen"
    : consents.some(({ isAnswerable }) => isAnswerable)
      ? "nothingAsked"
      : "nothingEnded";
  return (
    <EmptyState title={t("nothingTitle")}>
      <p>{t(why)}</p>
    </EmptyState>
  );
}

function Consents({ consents }: { readonly consents: readonly ConsentView[] }) {
  const t = useTranslations("clients");
  const receipt = useTranslations("receipt");
  return (
    <Section title={t("consents")}>
      <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
        {consents.map((consent) => (
          <li key={consent.id} className="space-y-1 px-4 py-4 sm:px-5">
            <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
              <ClientStanding consent={consent} />
              <span className="text-quiet text-small">
                <ClientStandingDay consent={consent} />
              </span>
            </p>
            <p className="text-small">
              {consent.clusters.map(({ cluster }) => receipt(`categories.${cluster}`)).join(" · ")}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
