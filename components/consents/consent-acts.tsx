import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { ActionButton } from "#components/ui/action-button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { consentPath } from "./paths.ts";
import { endsSoon, standingOf } from "./standing.ts";

/** What an investor does about a consent where they stand. Every one takes `consentId`. */
export interface ConsentActions {
  /** Also `recipientId`. Leads to the text of what would remain. */
  readonly takeOut: FormAction;
  /** Leads to the new request. */
  readonly reEstablish: FormAction;
}

export interface ConsentActsProps {
  readonly consent: ConsentView;
  readonly firm: string;
  readonly actions: ConsentActions;
  /** The consent that takes this one up again. */
  readonly successorId: string | null;
}

/** What can be done about a consent. Each act says what it ends and what stays. */
export function ConsentActs(props: ConsentActsProps) {
  const { consent, firm, actions } = props;
  const t = useTranslations("consents.acts");
  const standing = standingOf(consent);
  if (standing.kind === "ended") return <TakeUpAgain {...props} />;
  const { id } = consent;
  return (
    <Section title={t("title")}>
      <div className="divide-y divide-line rounded-edge border border-line bg-raised">
        <Act title={t("stop.title")} text={t("stop.text", { firm })}>
          <LinkButton href={consentPath(id, "withdraw")} variant="secondary">
            {t("stop.act")}
          </LinkButton>
        </Act>
        <Recipients consent={consent} firm={firm} actions={actions} />
        <Act title={t("renew.title")} text={t(endsSoon(standing) ? "renew.soon" : "renew.text")}>
          <LinkButton href={consentPath(id, "renew")} variant={endsSoon(standing) ? "primary" : "secondary"}>
            {t("renew.act")}
          </LinkButton>
        </Act>
        <Act title={t("change.title")} text={t("change.text")}>
          <LinkButton href={consentPath(id, "change")} variant="secondary">
            {t("change.act")}
          </LinkButton>
        </Act>
      </div>
    </Section>
  );
}

function Act(props: { readonly title: string; readonly text: string; readonly children: ReactNode }) {
  return (
    <div className="space-y-3 px-4 py-5 sm:px-5">
      <div className="space-y-1">
        <h3 className="font-sans font-semibold">{props.title}</h3>
        <p className="max-w-[38rem]">{props.text}</p>
      </div>
      {props.children}
    </div>
  );
}

/** One of those who see can be taken out, as long as somebody remains. Of a whole team, those who stay are named. */
function Recipients({ consent, firm, actions }: Omit<ConsentActsProps, "successorId">) {
  const t = useTranslations("consents.acts.takeOut");
  const connection = useTranslations("connection");
  const texts = useFormTexts();
  const { id, recipients } = consent;
  const { wholeTeam, advisors, programs } = recipients;
  if (wholeTeam && programs.length === 0) {
    return (
      <Act title={t("team")} text={t("teamText", { firm })}>
        <LinkButton href={consentPath(id, "change")} variant="secondary">
          {t("teamAct")}
        </LinkButton>
      </Act>
    );
  }
  const named = [
    ...advisors.map((one) => ({ id: one.id, name: one.name ?? connection("advisorUnnamed", { firm }) })),
    ...programs.map((one) => ({ id: one.id, name: connection("programUnnamed", { firm }) })),
  ];
  if (!wholeTeam && named.length < 2) return null;
  return (
    <Act title={t("title")} text={t("text")}>
      <ul className="space-y-2">
        {named.map((one) => (
          <li key={one.id}>
            <ActionButton
              variant="secondary"
              action={actions.takeOut}
              hidden={{ consentId: id, recipientId: one.id }}
              texts={texts}
            >
              <span className="[overflow-wrap:anywhere]">{t("act", { name: one.name })}</span>
            </ActionButton>
          </li>
        ))}
      </ul>
    </Act>
  );
}

/** What has ended is not brought back: the same is asked for anew, and read and agreed to anew. */
function TakeUpAgain({ consent, firm, actions, successorId }: ConsentActsProps) {
  const t = useTranslations("consents.acts.again");
  const texts = useFormTexts();
  if (successorId) {
    return (
      <Section title={t("title")}>
        <p>
          <TextLink href={consentPath(successorId)}>{t("successor")}</TextLink>
        </p>
      </Section>
    );
  }
  if (consent.state === "terminated") {
    return (
      <Section title={t("title")}>
        <p className="max-w-[38rem]">{t("notByYou", { firm })}</p>
      </Section>
    );
  }
  // What has run out is not over for the books before it is noted, which takes a few minutes.
  if (!consent.endedAt) return null;
  return (
    <Section title={t("title")}>
      <p className="max-w-[38rem]">{t("text", { firm })}</p>
      <ActionButton
        variant="secondary"
        action={actions.reEstablish}
        hidden={{ consentId: consent.id }}
        texts={texts}
      >
        {t("act")}
      </ActionButton>
    </Section>
  );
}
