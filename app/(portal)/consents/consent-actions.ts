"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { withdrawalReasons } from "#lib/consent/history.ts";
import { presentWithoutRecipient } from "#lib/consent/present-without-recipient.ts";
import { reEstablishOrFind } from "#lib/consent/re-establish-or-find.ts";
import { withdrawOrFind } from "#lib/consent/withdraw-or-find.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { formAction } from "#lib/server/action.ts";
import { pageLocale } from "#lib/server/page.ts";

const Withdrawal = z.strictObject({
  consentId: idSchema("con"),
  reason: z.enum(withdrawalReasons).default("notSaid"),
  deleteData: z.literal("yes").optional(),
});

export const withdrawConsentAction = formAction(
  Withdrawal,
  async (ctx, { consentId, reason, deleteData }): Promise<null> => {
    await withdrawOrFind(ctx, { consentId, reason, deleteDataNow: deleteData === "yes" });
    redirect(`/consents/${consentId}?notice=withdrawn`);
  },
);

const Recipient = z.strictObject({
  consentId: idSchema("con"),
  recipientId: z.union([idSchema("per"), idSchema("cli")]),
});

export const takeRecipientOutAction = formAction(
  Recipient,
  async (ctx, { consentId, recipientId }): Promise<null> => {
    const locale = await pageLocale();
    const { presentationId } = await presentWithoutRecipient(ctx, { consentId, recipientId, locale });
    redirect(`/consents/${consentId}/agree?${new URLSearchParams({ shown: presentationId })}`);
  },
);

const Ended = z.strictObject({ consentId: idSchema("con") });

export const reEstablishConsentAction = formAction(Ended, async (ctx, { consentId }): Promise<null> => {
  redirect(`/consents/${await reEstablishOrFind(ctx, { consentId })}/answer`);
});
