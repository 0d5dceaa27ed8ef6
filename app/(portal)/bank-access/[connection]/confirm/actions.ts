"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { sealAnswer } from "#components/authorisation/seal-answer.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { formAction } from "#lib/server/action.ts";
import { answerBank, readAuthorisationOf } from "#lib/server/authorisations.ts";

const place = {
  authorisationId: idSchema("aut"),
  step: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number),
};
const kind = z.enum(["code", "redirected"]);

const Sealed = z.strictObject({ ...place, kind, sealed: z.string().min(1).max(16_384) });

/** What the browser has sealed: nobody on its way can open it. */
export const answerSealed = formAction(Sealed, async (ctx, { authorisationId, step, kind, sealed }) => {
  await answerBank(ctx, { authorisationId, step, answer: { kind, sealed } });
  return null;
});

/** What is typed is a secret from the moment that it is read from the form. */
const Plain = z.strictObject({
  ...place,
  kind,
  answer: z
    .string()
    .min(1)
    .max(8_000)
    .transform((typed) => new Secret(typed)),
});

/** From a browser without script: sealed as the browser would have, before anything else is done with it. */
export const answerPlainly = formAction(
  Plain,
  async (ctx, { authorisationId, step, kind, answer }): Promise<null> => {
    const { answerKey, connectionId } = await readAuthorisationOf(ctx, authorisationId);
    if (answerKey?.step !== step) throw new AppError("authorisation.stale", { authorisationId, step });
    const sealed = await sealAnswer(answerKey, answer.reveal());
    await answerBank(ctx, { authorisationId, step, answer: { kind, sealed } });
    redirect(`/bank-access/${connectionId}/confirm?${new URLSearchParams({ answered: String(step) })}`);
  },
);

const Method = z.strictObject({ ...place, methodId: z.string().min(1).max(200) });

export const chooseMethod = formAction(Method, async (ctx, { authorisationId, step, methodId }) => {
  await answerBank(ctx, { authorisationId, step, answer: { kind: "method", methodId } });
  return null;
});

const Step = z.strictObject(place);

export const resendCode = formAction(Step, async (ctx, { authorisationId, step }) => {
  await answerBank(ctx, { authorisationId, step, answer: { kind: "resend" } });
  return null;
});

/** Possible before the bank has asked anything, too: whoever leaves leaves at any step. */
const Cancelling = z.strictObject({ authorisationId: idSchema("aut"), step: z.string().regex(/^\d{1,4}$/) });

export const cancelAuthorisation = formAction(Cancelling, async (ctx, { authorisationId }) => {
  await answerBank(ctx, { authorisationId, step: 1, answer: { kind: "cancel" } });
  return null;
});
