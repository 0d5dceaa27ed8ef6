"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { beginOrFindLink } from "#lib/connections/begin-or-find-link.ts";
import { confirmAgain } from "#lib/connections/confirm-again.ts";
import { endConnection } from "#lib/connections/end-connection.ts";
import { refreshNow } from "#lib/connections/refresh-now.ts";
import { findFirstJourney } from "#lib/journey/find-first-journey.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { formAction } from "#lib/server/action.ts";
import { chooseBankAccounts } from "#lib/server/connections.ts";
import { personPresent } from "#lib/server/person-present.ts";

const Link = z.strictObject({ credentialId: idSchema("crd"), consentId: idSchema("con") });

export const beginLinkAction = formAction(Link, async (ctx, input): Promise<null> => {
  const { connectionId } = await beginOrFindLink(ctx, { ...input, person: await personPresent() });
  redirect(`/bank-access/${connectionId}/confirm`);
});

const Connection = z.strictObject({ connectionId: idSchema("cnx") });

export const confirmAgainAction = formAction(Connection, async (ctx, { connectionId }): Promise<null> => {
  await confirmAgain(ctx, { connectionId, person: await personPresent() }).catch((refusal: unknown) => {
    // The question that is open already is the one to answer.
    const isOpen = refusal instanceof AppError && refusal.code === "authorisation.already_running";
    if (!isOpen) throw refusal;
  });
  redirect(`/bank-access/${connectionId}/confirm`);
});

const accounts = z.union([z.array(idSchema("acc")), idSchema("acc").transform((one) => [one])]).default([]);

/** `offered` is what the page showed: whatever the bank names meanwhile is not chosen unseen. */
const Choice = z
  .strictObject({
    connectionId: idSchema("cnx"),
    choice: z.enum(["chosen", "all", "none"]),
    offered: accounts,
    account: accounts,
  })
  .refine(({ choice, account }) => choice !== "chosen" || account.length > 0);

export const chooseAccountsAction = formAction(
  Choice,
  async (ctx, { connectionId, choice, offered, account }): Promise<null> => {
    const accountIds = choice === "all" ? offered : choice === "none" ? [] : account;
    const consentId = await findFirstJourney(ctx, connectionId);
    await chooseBankAccounts(ctx, { connectionId, accountIds, shownIds: offered });
    redirect(consentId ? `/consents/${consentId}/done` : `/bank-access/${connectionId}`);
  },
);

export const refreshNowAction = formAction(Connection, async (ctx, { connectionId }): Promise<null> => {
  await refreshNow(ctx, { connectionId, person: await personPresent() });
  redirect(`/bank-access/${connectionId}`);
});

export const endConnectionAction = formAction(Connection, async (ctx, { connectionId }): Promise<null> => {
  await endConnection(ctx, { connectionId });
  redirect(`/bank-access?${new URLSearchParams({ stopped: connectionId })}`);
});
