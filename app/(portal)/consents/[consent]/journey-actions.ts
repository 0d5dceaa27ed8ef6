"use server";

import { redirect } from "next/navigation";
import { agreePath, choicePath } from "#components/journey/paths.ts";
import { Agreement } from "#lib/consent/agree.ts";
import { agreeToShowing } from "#lib/consent/agree-to-showing.ts";
import { AnswerForm } from "#lib/consent/answer.ts";
import { ChangeForm, RenewForm } from "#lib/consent/change.ts";
import { DeclineConsent } from "#lib/consent/decline-consent.ts";
import { declineOrFind } from "#lib/consent/decline-or-find.ts";
import { presentAgain } from "#lib/consent/present-again.ts";
import { presentAnswer } from "#lib/consent/present-answer.ts";
import { presentChange, presentRenewal } from "#lib/consent/present-change.ts";
import { ReadShowing } from "#lib/consent/read-showing.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import { formAction } from "#lib/server/action.ts";
import { readOwnJourney } from "#lib/server/journey.ts";
import { pageLocale } from "#lib/server/page.ts";

export const presentAnswerAction = formAction(
  AnswerForm,
  async (ctx, answer): Promise<null> => {
    const { presentationId } = await presentAnswer(ctx, { answer, locale: await pageLocale() });
    redirect(agreePath(answer.consentId, presentationId));
  },
  { keep: ["cluster", "item", "history", "duration", "often", "who", "named"] },
);

export const presentChangeAction = formAction(
  ChangeForm,
  async (ctx, form): Promise<null> => {
    const { presentationId } = await presentChange(ctx, form, await pageLocale());
    redirect(agreePath(form.consentId, presentationId));
  },
  { keep: ["cluster", "item", "history", "who", "named", "account"] },
);

export const presentRenewalAction = formAction(RenewForm, async (ctx, form): Promise<null> => {
  const { presentationId } = await presentRenewal(ctx, form, await pageLocale());
  redirect(agreePath(form.consentId, presentationId));
});

export const presentAgainAction = formAction(ReadShowing, async (ctx, input): Promise<null> => {
  const { presentationId } = await presentAgain(ctx, { ...input, locale: await pageLocale() });
  redirect(agreePath(input.consentId, presentationId));
});

export const declineAction = formAction(DeclineConsent, async (ctx, input): Promise<null> => {
  const own = `/consents/${input.consentId}`;
  redirect((await declineOrFind(ctx, input)) === "declined" ? `${own}?notice=declined` : own);
});

export const agreeAction = formAction(Agreement, async (ctx, agreement): Promise<null> => {
  const { consentId } = agreement;
  const { outcome, shownFor } = await agreeToShowing(ctx, agreement);
  switch (outcome) {
    case "outdated":
      return redirect(`${choicePath(consentId, shownFor)}?notice=outdated`);
    case "over":
      return redirect(`/consents/${consentId}`);
    case "agreed":
      if (shownFor === "give") redirect((await readOwnJourney(ctx, consentId)).next.path);
      return redirect(`/consents/${consentId}?notice=${shownFor === "amend" ? "amended" : "renewed"}`);
    default:
      return unreachable(outcome);
  }
});
