import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { AuthorisationView } from "#lib/authorisation/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { HandBack } from "./hand-back.tsx";
import { HandBackPlainly } from "./hand-back-plainly.tsx";
import { stepFields } from "./step-actions.ts";

export interface ReturnScreenProps {
  /** `null` where what came back belongs to no question of this person's that is open. */
  readonly authorisation: AuthorisationView | null;
  /** The whole address that the bank sent the browser to, for a browser without script. */
  readonly address: string | null;
  readonly answerSealed: FormAction;
  readonly answerPlainly: FormAction;
}

/** The bank has sent the browser back. Its answer is sealed and handed over at once, and leaves the address. */
export function ReturnScreen({ authorisation, address, answerSealed, answerPlainly }: ReturnScreenProps) {
  const t = useTranslations("confirm.return");
  const texts = useFormTexts();
  const { answerKey } = authorisation ?? {};
  const here = authorisation ? `/bank-access/${authorisation.connectionId}/confirm` : "/bank-access";
  return (
    <div className="max-w-journey space-y-8">
      <PageHeading title={t("title")} />
      {authorisation && answerKey ? (
        <>
          <HandBack
            answerKey={answerKey}
            action={answerSealed}
            nextHref={here}
            texts={{ ...texts, working: t("working"), again: t("again"), unsealed: t("unsealed") }}
          />
          {address ? (
            <noscript>
              <HandBackPlainly
                action={answerPlainly}
                hidden={{ ...stepFields(authorisation), kind: "redirected", answer: address }}
                submit={t("continue")}
                nextHref={here}
                next={t("look")}
                texts={texts}
              />
            </noscript>
          ) : null}
        </>
      ) : (
        <EmptyState title={t("noneTitle")}>
          <p>{t("none")}</p>
          {/* Not the router's link: it would be fetched from this address before it is pressed. */}
          <p>
            <a href={here} className="text-accent underline underline-offset-4">
              {t("back")}
            </a>
          </p>
        </EmptyState>
      )}
    </div>
  );
}
