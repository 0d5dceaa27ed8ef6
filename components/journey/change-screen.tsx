import { useTranslations } from "next-intl";

import { AccountName } from "#components/connections/account-name.tsx";
import type { NamedBanks } from "#components/consents/named-banks.ts";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { ChangeSheetView } from "#lib/consent/answer-view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { Outdated } from "./outdated.tsx";
import type { Question } from "./question.ts";
import { QuestionForm } from "./question-form.tsx";
import { useClusterQuestion, useHistoryQuestion } from "./use-what-questions.tsx";
import { useWhoQuestions } from "./use-who-questions.ts";

export interface ChangeScreenProps {
  readonly sheet: ChangeSheetView;
  readonly firm: string;
  readonly named: NamedBanks;
  readonly isOutdated: boolean;
  /** Fields: `consentId`, `cluster`, `item`, `history`, `who`, `named`, `accounts`, `account`. */
  readonly present: FormAction;
}

/** What a consent covers, as it is in force, to be changed. */
export function ChangeScreen({ sheet, firm, named, isOutdated, present }: ChangeScreenProps) {
  const t = useTranslations("journey.change");
  const { consent, histories, chosen } = sheet;
  const who = useWhoQuestions({ ...sheet, firm, chosen, mayBeTeam: true });
  const past = useHistoryQuestion({
    ...{ histories, firm, asked: "inForce" },
    chosen: chosen.history ? [chosen.history] : ["asked"],
  });
  const accounts = useAccountQuestion(sheet, named);
  const questions = [useClusterQuestion({ ...sheet, firm }), past, accounts, ...who.questions];
  return (
    <div className="max-w-journey space-y-8">
      <p className="text-small">
        <TextLink href={`/consents/${consent.id}`}>{t("back")}</TextLink>
      </p>
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      {isOutdated ? <Outdated /> : null}
      <QuestionForm
        questions={questions.filter((question) => question !== null)}
        action={present}
        hidden={{
          ...{ consentId: consent.id, accounts: accounts ? "asked" : "none" },
          ...who.hidden,
          ...(past ? {} : { history: "asked" }),
        }}
        texts={{ ...useFormTexts(), submit: t("submit") }}
      />
    </div>
  );
}

/** The accounts by their banks' names; one whose name cannot be told is still there to be kept or left out. */
function useAccountQuestion({ consent, chosen }: ChangeSheetView, { banks }: NamedBanks): Question | null {
  const t = useTranslations("journey.choose.accounts");
  if (!consent.accountIds) return null;
  const known = banks.flatMap(({ bank, accounts }) => accounts.map((account) => ({ bank, account })));
  return {
    ...{ name: "account", kind: "several", legend: t("legend"), hint: t("hint"), missing: t("missing") },
    chosen: chosen.accountIds,
    options: consent.accountIds.map((id) => {
      const found = known.find(({ account }) => account.id === id);
      return found
        ? { value: id, label: <AccountName account={found.account} />, note: found.bank }
        : { value: id, label: t("unnamed") };
    }),
  };
}
