import { useTranslations } from "next-intl";

import { DemoNote } from "#components/identity/demo-note.tsx";
import { JourneyHeader } from "#components/journey/journey-header.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { AuthorisationView } from "#lib/authorisation/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { EndedCard } from "./ended-card.tsx";
import { LiveAuthorisation } from "./live-authorisation.tsx";
import { NamedBank } from "./named-bank.tsx";
import { keyOf, type StepActions } from "./step-actions.ts";
import { StepCard } from "./step-card.tsx";
import { LetIn } from "./waiting-steps.tsx";

export interface ConfirmScreenProps {
  readonly authorisation: AuthorisationView;
  /** What is asked was answered from here, and the bank has not said anything to it yet. */
  readonly isAnswered: boolean;
  readonly bank: string;
  readonly logo: string | null;
  readonly firm: string;
  /** `null` where a bank that is connected asks again. */
  readonly journey: { readonly isFirst: boolean } | null;
  readonly actions: StepActions;
  readonly enterAnewHref: string;
  /** Field: `connectionId`. `null` where this access has ended. */
  readonly again: FormAction | null;
  readonly demo: { readonly phoneUrl: string } | null;
}

/** Seconds after which a browser without script looks again, where nothing is being typed. */
const lookAgain = "5";

export function ConfirmScreen(props: ConfirmScreenProps) {
  const { authorisation, isAnswered, bank, firm, demo } = props;
  const t = useTranslations("confirm");
  const { id, connectionId, step, failure, question } = authorisation;
  const here = `/bank-access/${connectionId}/confirm`;
  const query = new URLSearchParams({ authorisation: id });
  const typesNothing =
    isAnswered || !question || question.kind === "approveElsewhere" || question.kind === "redirect";
  return (
    <div className="max-w-journey space-y-8">
      {props.journey ? (
        <JourneyHeader step="confirm" isFirst={props.journey.isFirst} />
      ) : (
        <p className="text-small">
          <TextLink href="/bank-access">{t("back")}</TextLink>
        </p>
      )}
      <NamedBank bank={bank} logo={props.logo} />
      <PageHeading title={failure ? t("ended.notConnected", { bank }) : t("title", { bank })} />
      <Announced authorisation={authorisation} bank={bank} eventsHref={`${here}/events?${query}`} />
      {failure ? (
        <EndedCard
          {...{ authorisation, failure, bank, firm }}
          enterAnewHref={props.enterAnewHref}
          again={props.again}
        />
      ) : isLetIn(authorisation) ? (
        <LetIn bank={bank} />
      ) : (
        <StepCard
          {...{ authorisation, isAnswered, bank }}
          imageHref={`${here}/image?${query}&step=${step}`}
          actions={props.actions}
        />
      )}
      {!failure && typesNothing ? (
        <noscript>
          <meta httpEquiv="refresh" content={lookAgain} />
          <p className="mb-8">
            <a href={here} className="text-accent underline underline-offset-4">
              {t("noScriptReload")}
            </a>
          </p>
        </noscript>
      ) : null}
      {demo && !failure ? <DemoNote demo={demo}>{t("demo")}</DemoNote> : null}
    </div>
  );
}

const isLetIn = ({ status }: AuthorisationView) => status === "finalised" || status === "exempted";

interface AnnouncedProps extends Pick<ConfirmScreenProps, "authorisation" | "bank"> {
  readonly eventsHref: string;
}

/** What just changed, for whoever does not see it. An ending says it itself. */
function Announced({ authorisation, bank, eventsHref }: AnnouncedProps) {
  const t = useTranslations("confirm");
  const { question } = authorisation;
  if (authorisation.failure) return null;
  return (
    <LiveAuthorisation eventsHref={eventsHref} shown={keyOf(authorisation)} announcement={announcement()} />
  );

  function announcement(): string {
    if (isLetIn(authorisation)) return t("done.title", { bank });
    switch (question?.kind) {
      case undefined:
        return t("speaking.title", { bank });
      case "chooseMethod":
        return t("choose.title");
      case "redirect":
        return t("redirect.title");
      case "approveElsewhere":
        return t("approve.noCode");
      case "enterCode":
      case "scanImage":
        return question.method?.name ?? t("code.label");
    }
  }
}
