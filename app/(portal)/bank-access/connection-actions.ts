"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { beginLink } from "#lib/connections/begin-link.ts";
import { confirmAgain } from "#lib/connections/confirm-again.ts";
import { endConnection } from "#lib/connections/end-connection.ts";
import { listConnections } from "#lib/connections/list-connections.ts";
import { refreshNow } from "#lib/connections/refresh-now.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { formAction } from "#lib/server/action.ts";
import { chooseBankAccounts } from "#lib/server/connections.ts";
import { personPresent } from "#lib/server/person-present.ts";

const Link = z.strictObject({ credentialId: idSchema("crd"), consentId: idSchema("con") });

export const beginLinkAction = formAction(Link, async (ctx, input): Promise<null> => {
  const person = await personPresent();
  const begun = await beginLink(ctx, { ...input, person }).catch(async (refusal: unknown) => {
    // Pressed twice, or in another tab: the one that there is, is the one that was meant.
    if (!(refusal instanceof AppError && refusal.code === "connection.already_begun")) throw refusal;
    const connections = await listConnections(ctx);
    const theirs = connections.find(({ credentialId }) => credentialId === input.credentialId);
    if (!theirs) throw refusal;
    return { connectionId: theirs.id };
  });
  redirect(`/bank-access/${begun.connectionId}/confirm`);
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
    await chooseBankAccounts(ctx, { connectionId, accountIds, shownIds: offered });
    redirect(`/bank-access/${connectionId}`);
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
