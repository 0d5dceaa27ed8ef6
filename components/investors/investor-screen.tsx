import { useTranslations } from "next-intl";

import { Facts } from "#components/ui/facts.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { InvestorView } from "#lib/investors/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { RightsRequestView } from "#lib/privacy/rights-view.ts";
import { ErasureLedger } from "./erasure-ledger.tsx";
import { InvestorConnections } from "./investor-connections.tsx";
import { InvestorRights } from "./investor-rights.tsx";

export interface InvestorScreenProps {
  readonly investor: InvestorView;
  readonly rights: readonly RightsRequestView[];
  /** What banks are called, by their identifier. */
  readonly banks: Readonly<Record<string, string>>;
  /** Fields: `investorId`, `kind`, `channel`, `receivedOn`. */
  readonly record: FormAction;
  /** Fields: `requestId`, `answer`. */
  readonly answer: FormAction;
  /** Field: `requestId`. */
  readonly extend: FormAction;
}

/** One investor as compliance oversees them: what was agreed to and asked for, and nothing of what their banks told. */
export function InvestorScreen({ investor, rights, banks, record, answer, extend }: InvestorScreenProps) {
  const t = useTranslations("investors");
  return (
    <div className="space-y-8">
      <p className="no-print mb-4 text-small">
        <TextLink href="/console/investors">{t("back")}</TextLink>
      </p>
      <PageHeading title={investor.name ?? t("nameless")}>
        {investor.email ? <p className="[overflow-wrap:anywhere]">{investor.email}</p> : null}
        <p className="text-ink text-small">
          <code className="[overflow-wrap:anywhere]">{investor.id}</code>
        </p>
      </PageHeading>
      <AtAGlance investor={investor} />
      <Section title={t("connections.title")}>
        <InvestorConnections connections={investor.connections} banks={banks} />
      </Section>
      {investor.erasure ? (
        <Section title={t("erasure.title")}>
          <ErasureLedger erasure={investor.erasure} />
        </Section>
      ) : null}
      <InvestorRights investorId={investor.id} requests={rights} {...{ record, answer, extend }} />
    </div>
  );
}

function AtAGlance({ investor }: Pick<InvestorScreenProps, "investor">) {
  const t = useTranslations("investors");
  const { id, isDisabled, consentsInForce, credentials, invitedAt, firstSignInAt, shownInWeek } = investor;
  const links = {
    whoSawIt: `/console/investors/${id}/who-saw-it`,
    consents: `/console/consents?investor=${id}`,
    credentialList: `/console/credentials?investor=${id}`,
    trail: `/console/audit?id=${id}`,
    evidence: `/console/evidence?investor=${id}`,
  } as const;
  return (
    <Section title={t("page.facts")}>
      <Facts
        facts={[
          { term: t("columns.state"), fact: t(isDisabled ? "states.disabled" : "states.active") },
          { term: t("columns.consents"), fact: consentsInForce },
          { term: t("page.credentials"), fact: credentials },
          {
            term: t("page.invited"),
            fact: invitedAt ? <Time iso={invitedAt} show="day" /> : t("page.notInvited"),
          },
          {
            term: t("page.firstSignIn"),
            fact: firstSignInAt ? <Time iso={firstSignInAt} show="day" /> : t("page.never"),
          },
          { term: t("page.shown"), fact: t("page.shownTimes", { count: shownInWeek }) },
        ]}
      />
      <nav aria-label={t("page.links")} className="no-print">
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {(Object.keys(links) as (keyof typeof links)[]).map((name) => (
            <li key={name}>
              <TextLink href={links[name]}>{t(`page.${name}`)}</TextLink>
            </li>
          ))}
        </ul>
      </nav>
    </Section>
  );
}
