import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { BankLine } from "./bank-line.tsx";
import { ConsentLine } from "./consent-line.tsx";
import type { Home } from "./home.ts";
import { HomeTodos } from "./home-todos.tsx";

export interface HomeScreenProps {
  readonly name: string;
  readonly firm: string;
  readonly home: Home;
  /** Where a consent is gone on with that no bank was connected under. */
  readonly goOn: (consent: ConsentView) => string;
  /** Field: `connectionId`. */
  readonly confirmAgain: FormAction;
}

/** What waits for the investor; then whom they let see what, and at which banks. */
export function HomeScreen({ name, firm, home, goOn, confirmAgain }: HomeScreenProps) {
  const t = useTranslations("portal");
  const { requests, inForce, connected } = home;
  const isEmpty = requests.length + inForce.length + connected.length === 0;
  return (
    <div className="max-w-[48rem] space-y-10">
      <PageHeading title={t("greeting", { name })}>
        <p>{t("intro")}</p>
      </PageHeading>
      <HomeTodos home={home} firm={firm} goOn={goOn} confirmAgain={confirmAgain} />
      {isEmpty ? (
        <EmptyState title={t("emptyTitle")}>
          <p>{t("emptyBody")}</p>
          <p>{t("emptyNext", { firm })}</p>
          <p>
            <TextLink href="/consents">{t("allConsents")}</TextLink>
          </p>
        </EmptyState>
      ) : (
        <Section title={t("consents")}>
          {inForce.length > 0 ? (
            <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
              {inForce.map((consent) => (
                <ConsentLine key={consent.id} consent={consent} firm={firm} />
              ))}
            </ul>
          ) : (
            <p>{t("noneInForce")}</p>
          )}
          <p>
            <TextLink href="/consents">{t("allConsents")}</TextLink>
          </p>
        </Section>
      )}
      {connected.length > 0 ? (
        <Section title={t("banks")}>
          <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
            {connected.map(({ connection, bank }) => (
              <BankLine key={connection.id} connection={connection} bank={bank} />
            ))}
          </ul>
          {inForce.length > 0 ? (
            <LinkButton href="/bank-access/add" variant="secondary">
              {t("addBank")}
            </LinkButton>
          ) : null}
        </Section>
      ) : null}
    </div>
  );
}
