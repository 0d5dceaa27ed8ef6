import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { type AccountId, type ConsentId, idSchema } from "#lib/kernel/id.ts";
import { accountsChosen } from "./audit-events.ts";
import * as model from "./consent.ts";
import { grantsRecord } from "./grant-repository.ts";
import { recordAct } from "./record-act.ts";
import { lockConsent, saveConsent } from "./repository.ts";
import { accountIdsSchema } from "./terms.ts";

export const ChooseAccounts = z.strictObject({ consentId: idSchema("con"), accountIds: accountIdsSchema });
export type ChooseAccounts = z.output<typeof ChooseAccounts>;

/** The accounts that the consent covers, once the bank has named them. From its return on they are visible, and no others. */
export async function chooseAccounts(ctx: Context, { consentId, accountIds }: ChooseAccounts): Promise<void> {
  requirePermission(ctx, "consent.decide");
  await inTransaction(ctx, async (tx) => {
    await addAccounts(tx, ctx, await lockConsent(tx, consentId), accountIds);
  });
}

/**
 * The same in the transaction of an act that decides more than that, where something is missing. The consent has to be
 * in force. It waits for whoever is sending a request under the consent, so nothing that they wait for may be held
 * before it.
 */
export async function coverAccounts(
  tx: Transaction,
  ctx: Context,
  consentId: ConsentId,
  accountIds: readonly AccountId[],
): Promise<void> {
  requirePermission(ctx, "consent.decide");
  const locked = await lockConsent(tx, consentId);
  const { accountIds: covered } = model.requireInForce(locked.consent, locked.now);
  const missing = accountIds.filter((accountId) => !covered?.includes(accountId));
  if (missing.length > 0) await addAccounts(tx, ctx, locked, missing);
}

async function addAccounts(
  tx: Transaction,
  ctx: Context,
  { consent: before, now }: Awaited<ReturnType<typeof lockConsent>>,
  accountIds: readonly AccountId[],
): Promise<void> {
  const { consentId } = before;
  const after = model.chooseAccounts(before, accountIds, now);
  const added = (after.accountIds ?? []).filter((id) => !before.accountIds?.includes(id));
  const also = grantsRecord({ ...after, accountIds: added }, now);
  const event = accountsChosen({ consentId, accountIds: added });
  await tx.inOneRound([
    () => saveConsent(tx, before, after),
    () => recordAct(tx, ctx, after, { act: "accountsChosen", at: now, reason: null, event, also }),
  ]);
}
